/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import java.security.SecureRandom;

/** Makes passwords that can be read aloud. */
final class Passwords {
  /** Without what looks alike in some typeface: 31 characters, almost 5 bits each. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 4;
  private static final int GROUP_LENGTH = 5;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Passwords() {}

  /** Four groups of five characters, 99 bits; needs no quotes in any shell. */
  static String generate() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
      if (i > 0 && i % GROUP_LENGTH == 0) {
        password.append('-');
      }
      password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
