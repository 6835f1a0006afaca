/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import com.fasterxml.jackson.core.JsonLocation;
import io.rdgateway.spi.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * A place in a file.
 *
 * @param source the file as the administrator knows it
 * @param line 1 for the first
 * @param column 1 for the first character
 */
public record Location(String source, int line, int column) {

  private static final int REPLACEMENT = 0xFFFD;

  /** A place as Jackson knows it, which for some mistakes is none. */
  public static Location of(String source, @Nullable JsonLocation at) {
    return at == null
        ? new Location(source, 1, 1)
        : new Location(source, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  /** A mistake at this place; the sentence ends with the remedy. */
  public ConfigurationException mistake(String sentence) {
    return mistake(sentence, null);
  }

  public ConfigurationException mistake(String sentence, @Nullable Throwable cause) {
    return new ConfigurationException(this + ": " + visible(sentence), cause);
  }

  /** Keeps what the file says on one line, and harmless on a terminal. */
  private static String visible(String sentence) {
    StringBuilder visible = new StringBuilder();
    sentence.codePoints().forEach(c -> visible.appendCodePoint(isVisible(c) ? c : REPLACEMENT));
    return visible.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return source + ":" + line + ":" + column;
  }
}
