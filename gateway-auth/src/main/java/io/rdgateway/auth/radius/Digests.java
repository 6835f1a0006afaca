/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What RADIUS computes with its shared secret. */
final class Digests {
  private static final int BLOCK = 16;

  private Digests() {}

  static byte[] md5(byte[]... parts) {
    return digest("MD5", parts);
  }

  static byte[] sha1(byte[]... parts) {
    return digest("SHA-1", parts);
  }

  private static byte[] digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no " + algorithm + ", which RADIUS needs", e);
    }
  }

  static byte[] hmacMd5(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HMAC-MD5, which RADIUS needs", e);
    }
  }

  /** Hides a password (RFC 2865, section 5.2). */
  static byte[] hide(byte[] password, byte[] secret, byte[] authenticator) {
    int blocks = Math.max(1, (password.length + BLOCK - 1) / BLOCK);
    byte[] hidden = new byte[blocks * BLOCK];
    System.arraycopy(password, 0, hidden, 0, password.length);
    byte[] previous = authenticator;
    for (int start = 0; start < hidden.length; start += BLOCK) {
      byte[] mask = md5(secret, previous);
      for (int i = 0; i < BLOCK; i++) {
        hidden[start + i] ^= mask[i];
      }
      previous = java.util.Arrays.copyOfRange(hidden, start, start + BLOCK);
    }
    return hidden;
  }
}
