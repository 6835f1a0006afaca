/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Why rules were passed over, and the sentence made of it. Rules and reasons beyond the first few
 * are only counted, so that the sentence stays short however long the policy is.
 */
final class Objections {

  static final String DISABLED = "is disabled";
  static final String NOT_FOR_THE_USER = "names neither the user nor a group of the user";

  private static final int MAX_NAMED = 5;

  private final List<String> named = new ArrayList<>();
  private int count;

  /** Notes why a rule was passed over. */
  void add(String rule, String reason) {
    if (count++ < MAX_NAMED) {
      named.add("\"" + rule + "\" " + reason);
    }
  }

  /** Notes all the reasons why a rule was passed over. */
  void add(String rule, List<String> reasons) {
    if (count < MAX_NAMED) {
      add(rule, String.join(" and ", reasons));
    } else {
      count++;
    }
  }

  /** How many rules were passed over for a reason that was noted. */
  int count() {
    return count;
  }

  /** For example {@code "night" is disabled, "lab" does not open port 22, and 3 more}. */
  String sentence() {
    String text = String.join(", ", named);
    return count > MAX_NAMED ? text + ", and " + (count - MAX_NAMED) + " more do not match" : text;
  }
}
