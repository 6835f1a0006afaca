/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** The encryption types that are accepted; DES, RC4 and Camellia are not among them. */
@SuppressWarnings("ImmutableEnumChecker") // nothing in a profile ever changes
enum EncryptionType {
  AES128_SHA1(17, 16, 15, new AesSha1()),
  AES256_SHA1(18, 32, 16, new AesSha1()),
  AES128_SHA256(19, 16, 19, new AesSha2("HmacSHA256", 16, 16)),
  AES256_SHA384(20, 32, 20, new AesSha2("HmacSHA384", 32, 24));

  private final int number;
  private final int keyBytes;
  private final int checksumType;
  private final EncryptionProfile profile;

  EncryptionType(int number, int keyBytes, int checksumType, EncryptionProfile profile) {
    this.number = number;
    this.keyBytes = keyBytes;
    this.checksumType = checksumType;
    this.profile = profile;
  }

  /** The type of this number; null if it is not accepted. */
  static @Nullable EncryptionType of(long number) {
    for (EncryptionType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    return null;
  }

  int number() {
    return number;
  }

  /** The number of its keyed checksum. */
  int checksumType() {
    return checksumType;
  }

  int keyBytes() {
    return keyBytes;
  }

  EncryptionProfile profile() {
    return profile;
  }

  /** See {@link EncryptionProfile#decrypt}. */
  byte[] decrypt(byte[] key, int usage, byte[] cipher) throws GeneralSecurityException {
    return profile.decrypt(key, usage, cipher);
  }

  /** See {@link EncryptionProfile#checksum}. */
  byte[] checksum(byte[] key, int usage, byte[] data) throws GeneralSecurityException {
    return profile.checksum(key, usage, data);
  }
}
