/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A server's side of the wire, written from the RFCs and without the client's code. */
final class Wire {
  static final String SECRET = "0123456789abcdef";
  static final int MESSAGE_AUTHENTICATOR = 80;

  private Wire() {}

  static byte[] attribute(int type, byte[] value) {
    return ByteBuffer.allocate(value.length + 2)
        .put((byte) type)
        .put((byte) (value.length + 2))
        .put(value)
        .array();
  }

  static byte[] attribute(int type, String value) {
    return attribute(type, value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] attribute(int type, int value) {
    return attribute(type, ByteBuffer.allocate(4).putInt(value).array());
  }

  static byte[] microsoft(int type, byte[] value) {
    return attribute(
        26,
        ByteBuffer.allocate(6 + value.length)
            .putInt(311)
            .put((byte) type)
            .put((byte) (value.length + 2))
            .put(value)
            .array());
  }

  static byte[] microsoft(int type, int value) {
    return microsoft(type, ByteBuffer.allocate(4).putInt(value).array());
  }

  /** A reply as a server of today sends it. */
  static byte[] reply(int code, byte[] request, byte[]... attributes) {
    return signed(SECRET, code, request, attributes);
  }

  static byte[] signed(String secret, int code, byte[] request, byte[]... attributes) {
    byte[][] all = new byte[attributes.length + 1][];
    all[0] = attribute(MESSAGE_AUTHENTICATOR, new byte[16]);
    System.arraycopy(attributes, 0, all, 1, attributes.length);
    byte[] packet = packet(code, request, all);
    byte[] mac = hmac(secret, packet);
    System.arraycopy(mac, 0, packet, 22, 16);
    return authenticated(secret, packet);
  }

  /** A reply as an old server sends it, without Message-Authenticator. */
  static byte[] unsigned(int code, byte[] request, byte[]... attributes) {
    return authenticated(SECRET, packet(code, request, attributes));
  }

  /** A reply with the request's authenticator where the server's own has to come. */
  static byte[] packet(int code, byte[] request, byte[]... attributes) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] attribute : attributes) {
      body.writeBytes(attribute);
    }
    return ByteBuffer.allocate(20 + body.size())
        .put((byte) code)
        .put(request[1])
        .putShort((short) (20 + body.size()))
        .put(request, 4, 16)
        .put(body.toByteArray())
        .array();
  }

  static byte[] authenticated(String secret, byte[] packet) {
    byte[] digest = md5(packet, secret.getBytes(StandardCharsets.UTF_8));
    byte[] reply = packet.clone();
    System.arraycopy(digest, 0, reply, 4, 16);
    return reply;
  }

  /** The value of the first attribute of a type. */
  static Optional<byte[]> value(byte[] packet, int type) {
    for (int at = 20; at < packet.length; at += packet[at + 1] & 0xFF) {
      if ((packet[at] & 0xFF) == type) {
        return Optional.of(Arrays.copyOfRange(packet, at + 2, at + (packet[at + 1] & 0xFF)));
      }
    }
    return Optional.empty();
  }

  static String text(byte[] packet, int type) {
    return value(packet, type).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
  }

  static Optional<byte[]> microsoftValue(byte[] packet, int type) {
    for (int at = 20; at < packet.length; at += packet[at + 1] & 0xFF) {
      if (packet[at] == 26
          && ByteBuffer.wrap(packet, at + 2, 4).getInt() == 311
          && (packet[at + 6] & 0xFF) == type) {
        return Optional.of(Arrays.copyOfRange(packet, at + 8, at + (packet[at + 1] & 0xFF)));
      }
    }
    return Optional.empty();
  }

  /** Whether the first attribute is a Message-Authenticator that is right for a request. */
  static boolean isSignedFirst(byte[] request) {
    if (request[20] != MESSAGE_AUTHENTICATOR || request[21] != 18) {
      return false;
    }
    byte[] unsigned = request.clone();
    Arrays.fill(unsigned, 22, 38, (byte) 0);
    return Arrays.equals(hmac(SECRET, unsigned), Arrays.copyOfRange(request, 22, 38));
  }

  /** The password that a request hides. */
  static String password(byte[] request) {
    byte[] hidden = value(request, 2).orElseThrow();
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    byte[] previous = Arrays.copyOfRange(request, 4, 20);
    byte[] clear = new byte[hidden.length];
    for (int block = 0; block < hidden.length; block += 16) {
      byte[] mask = md5(secret, previous);
      for (int i = 0; i < 16; i++) {
        clear[block + i] = (byte) (hidden[block + i] ^ mask[i]);
      }
      previous = Arrays.copyOfRange(hidden, block, block + 16);
    }
    return new String(clear, StandardCharsets.UTF_8).replaceAll("\0+$", "");
  }

  static byte[] md5(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] hmac(String secret, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
