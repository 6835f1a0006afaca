/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line that the processes of a measurement say to each other: a word, then {@code name=value}
 * pairs, values encoded as in URLs.
 */
public final class Line {
  private final String word;
  private final Map<String, String> values = new LinkedHashMap<>();

  /** A line without values. */
  public Line(String word) {
    this.word = word;
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if a pair is none
   */
  public static Line parse(String text) {
    String[] parts = text.split(" ", -1);
    Line line = new Line(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      int at = parts[i].indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("no name=value: " + parts[i]);
      }
      line.values.put(
          parts[i].substring(0, at),
          URLDecoder.decode(parts[i].substring(at + 1), StandardCharsets.UTF_8));
    }
    return line;
  }

  /** Adds a value. */
  public Line with(String name, Object value) {
    values.put(name, value.toString());
    return this;
  }

  /** The word at the start. */
  public String word() {
    return word;
  }

  /**
   * A value.
   *
   * @throws IllegalArgumentException if there is none with this name
   */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the line \"" + word + "\" lacks " + name);
    }
    return value;
  }

  /** A value that is a number. */
  public double number(String name) {
    return Double.parseDouble(text(name));
  }

  /** A value that is a whole number. */
  public long whole(String name) {
    return Long.parseLong(text(name));
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(word);
    values.forEach(
        (name, value) ->
            out.append(' ')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return out.toString();
  }
}
