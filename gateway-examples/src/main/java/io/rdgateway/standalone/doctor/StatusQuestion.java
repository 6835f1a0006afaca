/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A Status-Server (RFC 5997, section 3) and what belongs to its answer (RFC 2865, section 3). */
final class StatusQuestion {
  private static final int STATUS_SERVER = 12;
  private static final int HEAD = 20;
  private static final int DIGEST = 16;
  private static final int MESSAGE_AUTHENTICATOR = 80;
  private static final int LENGTH = HEAD + 2 + DIGEST;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;
  private final byte[] authenticator = new byte[DIGEST];
  private final byte[] bytes;

  private StatusQuestion(byte[] secret) {
    this.secret = secret.clone();
    RANDOM.nextBytes(authenticator);
    ByteBuffer packet = ByteBuffer.allocate(LENGTH);
    packet.put((byte) STATUS_SERVER).put((byte) RANDOM.nextInt(256)).putShort((short) LENGTH);
    packet.put(authenticator).put((byte) MESSAGE_AUTHENTICATOR).put((byte) (2 + DIGEST));
    // Over the packet with zeros in this place.
    packet.put(packet.position(), hmac(packet.array()));
    bytes = packet.array();
  }

  static StatusQuestion create(byte[] secret) {
    return new StatusQuestion(secret);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Whether somebody with the secret sent this as the answer. */
  boolean isAnsweredBy(byte[] answer) {
    if (answer.length < HEAD) {
      return false;
    }
    int length = Short.toUnsignedInt(ByteBuffer.wrap(answer).getShort(2));
    if (length < HEAD || length > answer.length || answer[1] != bytes[1]) {
      return false;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(answer, 0, HEAD - DIGEST);
      digest.update(authenticator);
      digest.update(answer, HEAD, length - HEAD);
      return MessageDigest.isEqual(
          digest.digest(secret), Arrays.copyOfRange(answer, HEAD - DIGEST, HEAD));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no MD5", e);
    }
  }

  private byte[] hmac(byte[] packet) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(secret, "HmacMD5"));
      return mac.doFinal(packet);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HmacMD5", e);
    }
  }
}
