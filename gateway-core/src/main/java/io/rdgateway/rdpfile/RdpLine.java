/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import java.util.Locale;

/**
 * One setting as it stands in the file.
 *
 * @param name as it is spelt; names compare without regard to case
 * @param type {@code i} for a decimal number, {@code s} for text, {@code b} for bytes in
 *     hexadecimal
 * @param value as it is written, without blanks at its end
 */
public record RdpLine(String name, char type, String value) {
  private static final int MAX_NAME = 128;
  private static final int MAX_VALUE = 64 * 1024;

  /**
   * Checks what would make it another line, or none.
   *
   * @throws IllegalArgumentException if a part is malformed; the message quotes no value
   */
  public RdpLine {
    if (name.isBlank()
        || name.length() > MAX_NAME
        || !name.equals(name.strip())
        || name.chars().anyMatch(c -> c < ' ' || c > '~' || c == ':')) {
      throw new IllegalArgumentException(
          "the name of a setting is empty, longer than "
              + MAX_NAME
              + " characters, or not of printable ASCII characters without a colon");
    }
    if (value.length() > MAX_VALUE) {
      throw new IllegalArgumentException(
          "the value of \"" + name + "\" is longer than " + MAX_VALUE + " characters");
    }
    if (value.codePoints().anyMatch(RdpLine::isInvisible)) {
      throw new IllegalArgumentException(
          "the value of \"" + name + "\" has an invisible character, such as a line break");
    }
    if (!value.equals(value.stripTrailing())) {
      throw new IllegalArgumentException("the value of \"" + name + "\" ends in a blank");
    }
    boolean wellFormed =
        switch (type) {
          case 'i' -> isInteger(value);
          case 's' -> true;
          case 'b' -> value.length() % 2 == 0 && value.matches("[0-9A-Fa-f]*");
          default ->
              throw new IllegalArgumentException(
                  "the type of \"" + name + "\" is neither i, s nor b");
        };
    if (!wellFormed) {
      throw new IllegalArgumentException(
          "the value of \""
              + name
              + "\" is not "
              + (type == 'i'
                  ? "a whole number of 32 bits"
                  : "an even number of hexadecimal digits"));
    }
  }

  private static boolean isInteger(String value) {
    if (!value.matches("-?[0-9]{1,10}")) {
      return false;
    }
    long number = Long.parseLong(value);
    return number == (int) number;
  }

  /** Whether a character would do something other than show itself. */
  private static boolean isInvisible(int c) {
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

  /**
   * The name by which settings are told apart.
   *
   * @return in lower case
   */
  public String key() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The line of the file, without its end. */
  String text() {
    return name + ":" + type + ":" + value;
  }

  /** Without the value, which may be a token. */
  @Override
  public String toString() {
    return name + ":" + type + ":<" + value.length() + " characters>";
  }
}
