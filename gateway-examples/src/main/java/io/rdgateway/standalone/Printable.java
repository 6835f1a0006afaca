/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

/** Text from outside, made harmless for a terminal. */
final class Printable {
  private static final int MAX_LENGTH = 200;

  private Printable() {}

  static String text(String raw) {
    return raw.codePoints()
        .limit(MAX_LENGTH)
        .map(c -> isInvisible(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whether a character would do something other than show itself. */
  static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
