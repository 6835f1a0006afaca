/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Options of a command line, as pairs of {@code --name value}. */
public final class Options {
  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads a command line.
   *
   * @param known the names, without dashes
   * @throws IllegalArgumentException if a name is unknown or has no value
   */
  public Options(String[] arguments, Set<String> known) {
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            arguments[i]
                + " is no option; there are --"
                + String.join(", --", known.stream().sorted().toList()));
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value");
      }
      values.put(name, arguments[i + 1]);
    }
  }

  /** A text. */
  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * A text without which nothing can be done.
   *
   * @throws IllegalArgumentException if it is missing
   */
  public String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException if it is none or less than {@code min}
   */
  public int number(String name, int otherwise, int min) {
    String text = values.get(name);
    return text == null ? otherwise : number(name, text, min);
  }

  /** Numbers with commas between them. */
  public List<Integer> numbers(String name, String otherwise, int min) {
    return list(name, otherwise).stream().map(text -> number(name, text, min)).toList();
  }

  private static int number(String name, String text, int min) {
    try {
      int value = Integer.parseInt(text);
      if (value >= min) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " is a number, not " + text, e);
    }
    throw new IllegalArgumentException("--" + name + " is at least " + min + ", not " + text);
  }

  /** Words with commas between them. */
  public List<String> list(String name, String otherwise) {
    return Arrays.stream(text(name, otherwise).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** One of the constants of an enum, written in any case. */
  public <E extends Enum<E>> E constant(String name, E otherwise) {
    return constant(name, text(name, otherwise.name()), otherwise.getDeclaringClass());
  }

  /** Several constants of an enum with commas between them. */
  public <E extends Enum<E>> List<E> constants(String name, String otherwise, Class<E> kind) {
    return list(name, otherwise).stream().map(text -> constant(name, text, kind)).toList();
  }

  private static <E extends Enum<E>> E constant(String name, String text, Class<E> kind) {
    for (E constant : kind.getEnumConstants()) {
      if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "--"
            + name
            + " is one of "
            + Arrays.toString(kind.getEnumConstants()).toLowerCase(Locale.ROOT)
            + ", not "
            + text);
  }
}
