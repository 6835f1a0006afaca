/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.policy.Explanation.PassedOver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Why rules were passed over, and the sentence made of it. In the sentence, rules beyond the first
 * few are only counted, so that it stays short however long the policy is.
 */
final class Objections {

  static final String DISABLED = "is disabled";
  static final String NOT_FOR_THE_USER = "names neither the user nor a group of the user";

  private static final int MAX_NAMED = 5;

  private final int maxKept;
  private final List<PassedOver> kept = new ArrayList<>();
  private int count;

  private Objections(int maxKept) {
    this.maxKept = maxKept;
  }

  /** Keeps what the sentence needs. */
  static Objections brief() {
    return new Objections(MAX_NAMED);
  }

  /** Keeps all. */
  static Objections complete() {
    return new Objections(Integer.MAX_VALUE);
  }

  /** Notes why a rule was passed over. */
  void add(String rule, String reason) {
    if (count++ < maxKept) {
      kept.add(new PassedOver(rule, reason));
    }
  }

  /** Notes why a rule was passed over; the reason is only made if it is kept. */
  void add(String rule, Supplier<String> reason) {
    if (count++ < maxKept) {
      kept.add(new PassedOver(rule, reason.get()));
    }
  }

  /** What was noted, as far as it was kept. */
  List<PassedOver> kept() {
    return kept;
  }

  /** How many rules were passed over for a reason that was noted. */
  int count() {
    return count;
  }

  /** For example {@code "night" is disabled, "lab" does not open port 22, and 3 more}. */
  String sentence() {
    String text =
        kept.stream().limit(MAX_NAMED).map(PassedOver::toString).collect(Collectors.joining(", "));
    return count > MAX_NAMED ? text + ", and " + (count - MAX_NAMED) + " more do not match" : text;
  }
}
