/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Scenario;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What came out of one run.
 *
 * @param round counted from 1; contenders of one round are compared with each other
 * @param contender its label
 * @param values what was found out; empty if the run failed
 * @param errors how many tunnels were lost
 * @param error the first of them, or why the run failed; empty without one
 */
record Sample(
    int round,
    Scenario scenario,
    int tunnels,
    String contender,
    Map<Measure, Double> values,
    long errors,
    String error) {
  /** Load and target must leave this much of their core unused for throughput to count. */
  private static final double LOAD_LIMIT = 80;

  /** Copies the values. */
  Sample {
    Map<Measure, Double> copy = new EnumMap<>(Measure.class);
    copy.putAll(values);
    values = copy;
  }

  boolean hasFailed() {
    return values.isEmpty();
  }

  boolean isBoundByLoad() {
    return values.getOrDefault(Measure.LOAD_SHARE, 0.0) >= LOAD_LIMIT;
  }

  /** One line for whoever watches. */
  String summary() {
    String found =
        values.entrySet().stream()
            .map(one -> one.getKey().format(one.getValue()) + " " + one.getKey().title())
            .collect(Collectors.joining(", "));
    return "round "
        + round
        + ": "
        + scenario.name().toLowerCase(Locale.ROOT)
        + " "
        + tunnels
        + " "
        + contender
        + ": "
        + (hasFailed() ? "failed" : found)
        + (error.isEmpty() ? "" : "; " + error);
  }

  OptionalDouble value(Measure measure) {
    Double value = values.get(measure);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
