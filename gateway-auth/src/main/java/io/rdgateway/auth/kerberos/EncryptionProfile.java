/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.security.GeneralSecurityException;

/** What a family of encryption types does with keys (RFC 3961, section 3). */
interface EncryptionProfile {
  /** What a derived key is for. */
  enum Purpose {
    CHECKSUM(0x99),
    ENCRYPTION(0xAA),
    INTEGRITY(0x55);

    private final int octet;

    Purpose(int octet) {
      this.octet = octet;
    }

    /** The constant that a key is derived by: the usage, and what the key is for. */
    byte[] constant(int usage) {
      return new byte[] {
        (byte) (usage >>> 24),
        (byte) (usage >>> 16),
        (byte) (usage >>> 8),
        (byte) usage,
        (byte) octet
      };
    }
  }

  byte[] derive(byte[] key, int usage, Purpose purpose) throws GeneralSecurityException;

  /**
   * Checks the integrity and decrypts.
   *
   * @return what was encrypted, without the confounder
   * @throws javax.crypto.AEADBadTagException if it was encrypted with another key, for another
   *     usage, or has been changed
   */
  byte[] decrypt(byte[] key, int usage, byte[] cipher) throws GeneralSecurityException;

  /** A keyed checksum. */
  byte[] checksum(byte[] key, int usage, byte[] data) throws GeneralSecurityException;
}
