/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

import java.util.Optional;

/** How a code is typed into the field of the password, which is all that RDP clients offer. */
public final class CodePlacement {
  private static final int MIN_CODE = 4;
  private static final int MAX_CODE = 16;

  private final String separator;
  private final int minCode;
  private final int maxCode;

  private CodePlacement(String separator, int minCode, int maxCode) {
    this.separator = separator;
    this.minCode = minCode;
    this.maxCode = maxCode;
  }

  /**
   * The code stands behind the last separator: {@code password,123456}. What follows it is a code
   * if it has 4 to 16 digits and nothing else, so a password may contain the separator.
   *
   * @param separator for example a comma; not empty, without digits
   * @return the placement
   * @throws IllegalArgumentException if the separator is empty or has digits
   */
  public static CodePlacement afterSeparator(String separator) {
    if (separator.isEmpty() || separator.chars().anyMatch(CodePlacement::isDigit)) {
      throw new IllegalArgumentException(
          "the separator between password and code must not be empty or have digits");
    }
    return new CodePlacement(separator, MIN_CODE, MAX_CODE);
  }

  /**
   * The code is the end of what was typed: {@code password123456}.
   *
   * @param length of the code, 4 to 16 digits
   * @return the placement
   * @throws IllegalArgumentException if the length is out of range
   */
  public static CodePlacement appended(int length) {
    if (length < MIN_CODE || length > MAX_CODE) {
      throw new IllegalArgumentException(
          "a code has " + MIN_CODE + " to " + MAX_CODE + " digits, not " + length);
    }
    return new CodePlacement("", length, length);
  }

  /**
   * Takes password and code apart.
   *
   * @param typed what came in the field of the password
   * @return both, neither of them empty; empty if there is no code
   */
  public Optional<TypedCode> split(String typed) {
    int start = typed.length();
    while (start > 0 && typed.length() - start < maxCode && isDigit(typed.charAt(start - 1))) {
      start--;
    }
    int passwordEnd = start - separator.length();
    if (typed.length() - start < minCode
        || passwordEnd <= 0
        || !typed.startsWith(separator, passwordEnd)) {
      return Optional.empty();
    }
    return Optional.of(new TypedCode(typed.substring(0, passwordEnd), typed.substring(start)));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
