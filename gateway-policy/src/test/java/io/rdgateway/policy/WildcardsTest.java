/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WildcardsTest {

  /** The meaning of a pattern, written down without a thought of speed. */
  private static boolean reference(String pattern, String name) {
    if (pattern.isEmpty()) {
      return name.isEmpty();
    }
    char first = pattern.charAt(0);
    String rest = pattern.substring(1);
    if (first == '*' && reference(rest, name)) {
      return true;
    }
    if (name.isEmpty()) {
      return false;
    }
    boolean inside = name.charAt(0) != '.';
    return switch (first) {
      case '*' -> inside && reference(pattern, name.substring(1));
      case '?' -> inside && reference(rest, name.substring(1));
      default -> first == name.charAt(0) && reference(rest, name.substring(1));
    };
  }

  private static String random(SplittableRandom random, String alphabet, int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(maxLength + 1); n > 0; n--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @Test
  void matchesLikeTheReference() {
    int[] matches = {0};
    Seeds.check(
        100_000,
        random -> {
          String pattern = random(random, "ab.**?", 8);
          String name = random(random, "aab.", 9);
          boolean expected = reference(pattern, name);
          assertEquals(expected, Wildcards.match(pattern, name), pattern + " on " + name);
          matches[0] += expected ? 1 : 0;
        });
    assertTrue(matches[0] > 5_000, "only " + matches[0] + " matches");
  }

  /** A name that counts how often a character of it is looked at. */
  private static final class Counting implements CharSequence {
    private final String text;
    private int looks;

    Counting(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      looks++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }
  }

  /** A backtracking matcher takes some 2^30 steps here. */
  @Test
  void hostilePatternsTakeLinearTime() {
    String hostile = "*a".repeat(31) + "b";
    for (int labels : new int[] {1, 2, 4}) {
      String suffix = ".x".repeat(labels);
      Counting name = new Counting("a".repeat(240) + "c" + suffix);
      assertFalse(Wildcards.match(hostile + suffix, name));
      assertTrue(name.looks <= 2 * 63 * name.length(), name.looks + " looks");
    }
    Counting many = new Counting(("a".repeat(62) + ".").repeat(4_000) + "c");
    assertFalse(Wildcards.match((hostile.substring(0, 62) + ".").repeat(4_000) + "b", many));
    assertTrue(many.looks <= 2 * 63 * many.length(), many.looks + " looks");
  }

  @Test
  void aPatternDoesNotEvenLookAtAnEndlessName() {
    Target pattern = Target.parse("*");
    assertTrue(pattern.covers("a".repeat(63), Requests.address("10.0.0.1")));
    assertFalse(pattern.covers("a".repeat(64), Requests.address("10.0.0.1")));
    assertFalse(pattern.covers("a".repeat(1 << 20), Requests.address("10.0.0.1")));
  }
}
