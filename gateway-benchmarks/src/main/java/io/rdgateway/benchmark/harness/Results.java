/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All samples, and what can be asked of them. */
final class Results {
  private final List<Sample> samples = new ArrayList<>();

  void add(Sample sample) {
    samples.add(sample);
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** In the order in which they were first measured, like the rest here. */
  List<Scenario> scenarios() {
    return samples.stream().map(Sample::scenario).distinct().toList();
  }

  List<Integer> tunnels(Scenario scenario) {
    return samples.stream()
        .filter(one -> one.scenario() == scenario)
        .map(Sample::tunnels)
        .distinct()
        .sorted()
        .toList();
  }

  List<String> contenders(Scenario scenario) {
    return samples.stream()
        .filter(one -> one.scenario() == scenario)
        .sorted((a, b) -> Integer.compare(a.round(), b.round()))
        .map(Sample::contender)
        .distinct()
        .toList();
  }

  List<Sample> of(Scenario scenario, int tunnels, String contender) {
    return samples.stream()
        .filter(
            one ->
                one.scenario() == scenario
                    && one.tunnels() == tunnels
                    && one.contender().equals(contender))
        .toList();
  }

  /** The values of the runs that did not fail. */
  static Optional<Spread> spread(List<Sample> samples, Measure measure) {
    List<Double> values =
        samples.stream().flatMap(one -> one.value(measure).stream().boxed()).toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
  }

  /**
   * One contender's values divided by those of another, round by round. A throughput that the load
   * has decided is compared with nothing.
   */
  static Optional<Spread> ratio(List<Sample> samples, List<Sample> references, Measure measure) {
    List<Double> ratios = new ArrayList<>();
    for (Sample sample : samples) {
      for (Sample reference : references) {
        if (sample.round() == reference.round()
            && sample.value(measure).isPresent()
            && reference.value(measure).orElse(0) > 0
            && !(measure.isBoundByLoad()
                && (sample.isBoundByLoad() || reference.isBoundByLoad()))) {
          ratios.add(sample.value(measure).getAsDouble() / reference.value(measure).getAsDouble());
        }
      }
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }
}
