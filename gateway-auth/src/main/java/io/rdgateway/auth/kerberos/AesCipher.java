/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What both profiles of AES in Kerberos are made of: ciphertext stealing, and HMAC. */
final class AesCipher {
  static final int BLOCK = 16;

  private AesCipher() {}

  static byte[] decrypt(byte[] key, byte[] cipher) throws GeneralSecurityException {
    return run(Cipher.DECRYPT_MODE, "AES/CTS/NoPadding", key, cipher);
  }

  /** One block; with an initial vector of zeros CBC is the bare cipher. */
  static byte[] encryptBlock(byte[] key, byte[] block) throws GeneralSecurityException {
    return run(Cipher.ENCRYPT_MODE, "AES/CBC/NoPadding", key, block);
  }

  private static byte[] run(int mode, String transformation, byte[] key, byte[] data)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK]));
    return cipher.doFinal(data);
  }

  static byte[] hmac(String algorithm, byte[] key, byte[]... parts)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }
}
