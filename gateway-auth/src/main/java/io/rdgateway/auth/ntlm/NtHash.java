/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The NT hash of a password (NTOWFv1, MS-NLMP 3.3.1): MD4, unsalted.
 *
 * <p><b>It is as good as the password</b>: whoever holds it signs in by NTLM without knowing the
 * password, and guesses the password itself at billions of tries per second. Keep one only for
 * users who must use NTLM, where only the gateway can read it, and never in a log.
 */
public final class NtHash {
  private static final int BYTES = 16;

  private final byte[] hash;

  private NtHash(byte[] hash) {
    this.hash = hash;
  }

  /**
   * The hash of a password.
   *
   * @param password not empty
   * @return its hash
   * @throws IllegalArgumentException if the password is empty
   */
  public static NtHash ofPassword(String password) {
    return checked(NtlmCrypto.md4(password.getBytes(StandardCharsets.UTF_16LE)));
  }

  /**
   * A hash from its bytes, as a directory holds it.
   *
   * @param hash 16 bytes; copied
   * @return the hash
   * @throws IllegalArgumentException if it is not 16 bytes, the hash of an empty password, or all
   *     zero
   */
  public static NtHash of(byte[] hash) {
    if (hash.length != BYTES) {
      throw new IllegalArgumentException("an NT hash has 16 bytes, not " + hash.length);
    }
    return checked(hash.clone());
  }

  /**
   * A hash from its text.
   *
   * @param hex 32 hexadecimal digits
   * @return the hash
   * @throws IllegalArgumentException if it is anything else, the hash of an empty password, or all
   *     zero
   */
  public static NtHash parse(String hex) {
    if (!hex.matches("[0-9a-fA-F]{32}")) {
      // The text of the JDK's own exception would quote the secret.
      throw new IllegalArgumentException("an NT hash is written as 32 hexadecimal digits");
    }
    return checked(HexFormat.of().parseHex(hex));
  }

  /** A hash that nobody has a password for, to do the work of a check that must fail. */
  static NtHash decoy() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return new NtHash(random);
  }

  private static NtHash checked(byte[] hash) {
    if (MessageDigest.isEqual(hash, NtlmCrypto.md4(new byte[0]))) {
      throw new IllegalArgumentException("an empty password is no password");
    }
    if (MessageDigest.isEqual(hash, new byte[BYTES])) {
      throw new IllegalArgumentException("an NT hash of zeros is a missing one");
    }
    return new NtHash(hash);
  }

  /**
   * The secret as text, for the store that keeps it.
   *
   * @return 32 lower-case hexadecimal digits
   */
  public String toHex() {
    return HexFormat.of().formatHex(hash);
  }

  /** The array itself, for computations in this package. */
  byte[] bytes() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NtHash that && MessageDigest.isEqual(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return "NtHash[<redacted>]";
  }
}
