/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.List;

/** The names that clients give themselves, and the patterns that rules have for them. */
final class ClientNames {

  private static final int MAX_LENGTH = HostNames.MAX_LENGTH;

  private ClientNames() {}

  /** Folds and checks a pattern; unlike host names, the names of clients may hold anything. */
  static String pattern(String text) {
    String pattern = Texts.fold(Texts.requireName("the name of a client", text, MAX_LENGTH));
    if (pattern.contains("**")) {
      throw new IllegalArgumentException(
          "** is no wildcard, since none crosses a dot; write * as in pc-* or *.corp.example");
    }
    return pattern;
  }

  /** Whether a name, as the client states it, fits one of the patterns. */
  static boolean fit(List<String> patterns, String name) {
    if (name.length() > MAX_LENGTH) {
      return false;
    }
    String folded = Texts.fold(name);
    return patterns.stream().anyMatch(pattern -> Wildcards.match(pattern, folded));
  }
}
