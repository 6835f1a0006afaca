/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import java.util.stream.IntStream;

/** Text from outside, made harmless for a terminal. */
public final class Printable {
  private static final int MAX_LENGTH = 200;

  private Printable() {}

  /**
   * At most the first 200 characters.
   *
   * @param raw any text
   * @return the same with invisible characters replaced
   */
  public static String text(String raw) {
    return shown(raw.codePoints().limit(MAX_LENGTH));
  }

  /**
   * All of it, for what is bounded already.
   *
   * @param raw any text
   * @return the same with invisible characters replaced
   */
  public static String whole(String raw) {
    return shown(raw.codePoints());
  }

  private static String shown(IntStream characters) {
    return characters
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
