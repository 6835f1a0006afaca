/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

/**
 * Text that a client chose, made harmless for a log: no line breaks, no control or format
 * characters, bounded.
 */
final class Escaped {
  private static final int MAX_LENGTH = 500;

  private Escaped() {}

  static String text(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    raw.codePoints()
        .limit(MAX_LENGTH)
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (Character.isISOControl(c)
                  || type == Character.FORMAT
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR
                  || type == Character.SURROGATE
                  || c == '\\') {
                out.append("\\u{").append(Integer.toHexString(c)).append('}');
              } else {
                out.appendCodePoint(c);
              }
            });
    return raw.codePointCount(0, raw.length()) > MAX_LENGTH
        ? out.append("...").toString()
        : out.toString();
  }
}
