/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.metrics;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Words that an application's hooks choose, as values of a tag: every value is a time series for
 * ever, so only so many of them are told apart. The rest, and what is no word, is "other".
 */
final class BoundedWords {
  static final String OTHER = "other";
  private static final int MOST = 64;
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** The value for a word. Only one thread adds. */
  String of(String word) {
    String value = word.toLowerCase(Locale.ROOT);
    if (known.contains(value)) {
      return value;
    }
    if (known.size() >= MOST || !WORD.matcher(value).matches()) {
      return OTHER;
    }
    known.add(value);
    return value;
  }
}
