/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/** AES with HMAC-SHA2 (RFC 8009). */
final class AesSha2 implements EncryptionProfile {
  private final String hmac;
  private final int keyBytes;
  private final int macBytes;

  AesSha2(String hmac, int keyBytes, int macBytes) {
    this.hmac = hmac;
    this.keyBytes = keyBytes;
    this.macBytes = macBytes;
  }

  @Override
  public byte[] derive(byte[] key, int usage, Purpose purpose) throws GeneralSecurityException {
    int size = purpose == Purpose.ENCRYPTION ? keyBytes : macBytes;
    byte[] constant = purpose.constant(usage);
    byte[] input =
        ByteBuffer.allocate(2 * Integer.BYTES + constant.length + 1)
            .putInt(1)
            .put(constant)
            .put((byte) 0)
            .putInt(8 * size)
            .array();
    return Arrays.copyOf(AesCipher.hmac(hmac, key, input), size);
  }

  @Override
  public byte[] decrypt(byte[] key, int usage, byte[] cipher) throws GeneralSecurityException {
    int end = cipher.length - macBytes;
    if (end <= AesCipher.BLOCK) {
      throw new AEADBadTagException("too short to be encrypted");
    }
    byte[] encrypted = Arrays.copyOf(cipher, end);
    byte[] mac =
        AesCipher.hmac(
            hmac,
            derive(key, usage, Purpose.INTEGRITY),
            new byte[AesCipher.BLOCK], // the initial vector
            encrypted);
    if (!MessageDigest.isEqual(
        Arrays.copyOf(mac, macBytes), Arrays.copyOfRange(cipher, end, cipher.length))) {
      throw new AEADBadTagException("wrong key or changed");
    }
    byte[] plain = AesCipher.decrypt(derive(key, usage, Purpose.ENCRYPTION), encrypted);
    return Arrays.copyOfRange(plain, AesCipher.BLOCK, plain.length);
  }

  @Override
  public byte[] checksum(byte[] key, int usage, byte[] data) throws GeneralSecurityException {
    return Arrays.copyOf(
        AesCipher.hmac(hmac, derive(key, usage, Purpose.CHECKSUM), data), macBytes);
  }
}
