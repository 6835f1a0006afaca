/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why rules were passed over, and the sentence made of it. Rules and reasons beyond the first few
 * are only counted, so that the sentence stays short however long the policy is.
 */
final class Objections {

  static final String DISABLED = "is disabled";
  static final String NOT_FOR_THE_USER = "names neither the user nor a group of the user";

  private static final int MAX_NAMED = 5;

  private final Map<String, String> byRule = new LinkedHashMap<>();

  /** Notes why a rule was passed over; of one rule only the first reason counts. */
  void add(String rule, String reason) {
    byRule.putIfAbsent(rule, reason);
  }

  /** How many rules were passed over for a reason that was noted. */
  int count() {
    return byRule.size();
  }

  /** For example {@code "night" is disabled, "lab" does not open port 22, and 3 more}. */
  String sentence() {
    StringBuilder text = new StringBuilder();
    byRule.entrySet().stream()
        .limit(MAX_NAMED)
        .forEach(
            entry ->
                text.append(text.isEmpty() ? "\"" : ", \"")
                    .append(entry.getKey())
                    .append("\" ")
                    .append(entry.getValue()));
    if (byRule.size() > MAX_NAMED) {
      text.append(", and ").append(byRule.size() - MAX_NAMED).append(" more do not match");
    }
    return text.toString();
  }
}
