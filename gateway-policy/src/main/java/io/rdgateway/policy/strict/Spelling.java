/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Finds what somebody meant to write. */
public final class Spelling {

  private static final int MAX_LENGTH = 64;

  private Spelling() {}

  /** The remedy for a word that is not among the known ones: the closest of them, or all. */
  public static String remedy(String word, Collection<String> known) {
    String closest = closest(word, known);
    return closest == null
        ? "write one of " + String.join(", ", known)
        : "did you mean \"" + closest + "\"?";
  }

  /** The known word that is most likely meant; null if none is near. */
  public static @Nullable String closest(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(k -> distance(word, k)))
        .filter(k -> distance(word, k) <= Math.max(2, k.length() / 3))
        .orElse(null);
  }

  /** The number of characters to insert, delete or replace (Levenshtein). */
  public static int distance(String a, String b) {
    String from = a.substring(0, Math.min(a.length(), MAX_LENGTH));
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
