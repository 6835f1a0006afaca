/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the names in rules have in common. */
final class Texts {

  private static final int MAX_QUOTED_LENGTH = 60;

  private Texts() {}

  /**
   * Folds the case of a name for comparison, the same way in every locale.
   *
   * <p>ASCII in a plain loop, since a user may be in hundreds of groups. Not {@link
   * String#toLowerCase()}: it turns the Kelvin sign into {@code k}, and a name that only looks like
   * another one must not pass for it.
   */
  static String fold(String text) {
    char[] folded = text.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      char c = folded[i];
      if (c >= 0x80) {
        return foldWide(text);
      }
      folded[i] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
    return new String(folded);
  }

  private static String foldWide(String text) {
    return text.codePoints()
        .map(
            c -> {
              int lower = Character.toLowerCase(c);
              return c >= 0x80 && lower < 0x80 ? c : lower;
            })
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A text inside a message, cut to a bearable length. */
  static String quoted(String text) {
    return text.length() <= MAX_QUOTED_LENGTH
        ? "\"" + text + "\""
        : "\"" + text.substring(0, MAX_QUOTED_LENGTH) + "...\"";
  }

  /** Refuses a name that cannot be meant, because it is empty, endless or partly invisible. */
  static String requireName(String what, String text, int maxLength) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    if (text.length() > maxLength) {
      throw new IllegalArgumentException(what + " has at most " + maxLength + " characters");
    }
    if (text.codePoints().anyMatch(Texts::isControlOrSurrogate)) {
      throw new IllegalArgumentException(what + " must not contain control characters");
    }
    if (!text.equals(text.strip())) {
      throw new IllegalArgumentException(what + " must not begin or end with a space");
    }
    return text;
  }

  private static boolean isControlOrSurrogate(int c) {
    return Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF);
  }

  /** Folds names, refusing one that is there twice. */
  static Set<String> foldDistinct(String what, List<String> names) {
    Set<String> folded = new HashSet<>();
    for (String name : names) {
      if (!folded.add(fold(name))) {
        throw new IllegalArgumentException(
            what + " " + quoted(name) + " is named twice; remove one of them");
      }
    }
    return folded;
  }

  /** Refuses a list in which one is there twice. */
  static void requireDistinct(String what, List<?> items) {
    Set<Object> seen = new HashSet<>();
    for (Object item : items) {
      if (!seen.add(item)) {
        throw new IllegalArgumentException(
            what + " " + quoted(String.valueOf(item)) + " is named twice; remove one of them");
      }
    }
  }
}
