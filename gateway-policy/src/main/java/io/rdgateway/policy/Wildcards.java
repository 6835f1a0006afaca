/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

/** Matches names with {@code *} and {@code ?}, neither of which crosses a dot. */
final class Wildcards {

  private Wildcards() {}

  /**
   * Matches a whole name. Since a star stays inside its label, a matched dot settles all before it,
   * and only the latest star of a label is ever tried again: a character of the name is looked at
   * no more often than the label of the pattern is long, which is at most 63 times.
   */
  static boolean match(CharSequence pattern, CharSequence name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
      char actual = name.charAt(n);
      if (wanted == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && (wanted == actual || (wanted == '?' && actual != '.'))) {
        star = actual == '.' ? -1 : star;
        p++;
        n++;
      } else if (star >= 0 && name.charAt(resume) != '.') {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
