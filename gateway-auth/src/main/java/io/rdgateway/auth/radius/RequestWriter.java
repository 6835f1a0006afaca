/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Encodes a request. Message-Authenticator is the first attribute, so that nobody on the way can
 * put chosen bytes in front of it (CVE-2024-3596). Accounting requests have none: the authenticator
 * in their header is a keyed digest of the whole packet itself (RFC 2866, section 3).
 */
final class RequestWriter {
  private static final int MESSAGE_AUTHENTICATOR_VALUE = Packet.HEADER + 2;

  private final ByteBuffer out = ByteBuffer.allocate(Packet.MAX_LENGTH);
  private final int code;
  private final SharedSecret secret;
  private final byte[] authenticator = new byte[Packet.AUTHENTICATOR_BYTES];

  private RequestWriter(int code, int identifier, SharedSecret secret, RandomGenerator random) {
    this.code = code;
    this.secret = secret;
    if (code != Code.ACCOUNTING_REQUEST) {
      random.nextBytes(authenticator);
    }
    out.put((byte) code).put((byte) identifier).putShort((short) 0).put(authenticator);
    if (code != Code.ACCOUNTING_REQUEST) {
      add(AttributeType.MESSAGE_AUTHENTICATOR, new byte[Packet.AUTHENTICATOR_BYTES]);
    }
  }

  /**
   * Encodes a question.
   *
   * @param random gives the authenticator that no other request has
   * @throws IllegalArgumentException if an attribute or all of them are too long
   */
  static byte[] encode(
      Question question, int identifier, SharedSecret secret, RandomGenerator random) {
    RequestWriter writer = new RequestWriter(question.code(), identifier, secret, random);
    question.write(writer);
    return writer.finish();
  }

  RequestWriter add(int type, byte[] value) {
    if (value.length > Attribute.MAX_VALUE) {
      throw new IllegalArgumentException(
          "RADIUS attribute " + type + " has " + value.length + " bytes; at most 253 fit");
    }
    if (out.remaining() < value.length + 2) {
      throw new IllegalArgumentException("the attributes do not fit into one RADIUS packet");
    }
    out.put((byte) type).put((byte) (value.length + 2)).put(value);
    return this;
  }

  RequestWriter text(int type, String value) {
    return add(type, value.getBytes(StandardCharsets.UTF_8));
  }

  /** An unsigned 32-bit number. */
  RequestWriter number(int type, long value) {
    return add(type, bytes(value));
  }

  /** An attribute of Microsoft, each in an envelope of its own. */
  RequestWriter microsoft(int type, byte[] value) {
    ByteBuffer envelope = ByteBuffer.allocate(6 + value.length);
    envelope.putInt(AttributeType.MICROSOFT).put((byte) type).put((byte) (value.length + 2));
    return add(AttributeType.VENDOR_SPECIFIC, envelope.put(value).array());
  }

  RequestWriter microsoft(int type, long value) {
    return microsoft(type, bytes(value));
  }

  /** User-Password. */
  RequestWriter password(byte[] clear) {
    return add(AttributeType.USER_PASSWORD, Digests.hide(clear, secret.bytes(), authenticator));
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array();
  }

  private byte[] finish() {
    out.putShort(2, (short) out.position());
    byte[] packet = new byte[out.position()];
    out.flip().get(packet);
    if (code == Code.ACCOUNTING_REQUEST) {
      byte[] digest = Digests.md5(packet, secret.bytes());
      System.arraycopy(digest, 0, packet, Packet.AUTHENTICATOR, digest.length);
    } else {
      byte[] digest = Digests.hmacMd5(secret.bytes(), packet);
      System.arraycopy(digest, 0, packet, MESSAGE_AUTHENTICATOR_VALUE, digest.length);
    }
    return packet;
  }
}
