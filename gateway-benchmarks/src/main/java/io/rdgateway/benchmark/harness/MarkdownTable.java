/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a report: one for each scenario, medians with the lowest and the highest value. */
final class MarkdownTable {
  private static final String NOTHING = "–";

  private final Results results;
  private final List<String> references;

  /**
   * Tables.
   *
   * @param references the contenders that the others are divided by
   */
  MarkdownTable(Results results, List<String> references) {
    this.results = results;
    this.references = references;
  }

  String of(Scenario scenario) {
    List<Measure> measures = Measure.of(scenario);
    List<Measure> compared = measures.stream().filter(Measure::hasRatio).toList();
    List<String> heads = new ArrayList<>(List.of("tunnels", "contender", "runs"));
    measures.forEach(one -> heads.add(one.title()));
    for (Measure one : compared) {
      references.forEach(reference -> heads.add(one.title() + " ÷ " + reference));
    }
    heads.add("errors");
    StringBuilder out = new StringBuilder();
    row(out, heads);
    row(out, heads.stream().map(head -> "---").toList());
    for (int tunnels : results.tunnels(scenario)) {
      for (String contender : results.contenders(scenario)) {
        List<Sample> samples = results.of(scenario, tunnels, contender);
        if (samples.isEmpty()) {
          continue;
        }
        List<String> cells =
            new ArrayList<>(List.of(Integer.toString(tunnels), contender, runs(samples)));
        measures.forEach(one -> cells.add(value(samples, one)));
        for (Measure one : compared) {
          for (String reference : references) {
            cells.add(
                reference.equals(contender)
                    ? NOTHING
                    : ratio(samples, results.of(scenario, tunnels, reference), one));
          }
        }
        cells.add(Long.toString(samples.stream().mapToLong(Sample::errors).sum()));
        row(out, cells);
      }
    }
    return out.toString();
  }

  private static void row(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String runs(List<Sample> samples) {
    long failed = samples.stream().filter(Sample::hasFailed).count();
    return samples.size() - failed + (failed == 0 ? "" : " (" + failed + " failed)");
  }

  /** With a sign in front where the load decided at least one of the values. */
  private static String value(List<Sample> samples, Measure measure) {
    boolean bound = measure.isBoundByLoad() && samples.stream().anyMatch(Sample::isBoundByLoad);
    return Results.spread(samples, measure)
        .map(
            all ->
                (bound ? "≥ " : "")
                    + text(
                        measure.format(all.median()),
                        measure.format(all.min()),
                        measure.format(all.max())))
        .orElse(NOTHING);
  }

  private static String ratio(List<Sample> samples, List<Sample> references, Measure measure) {
    return Results.ratio(samples, references, measure)
        .map(all -> text(ratio(all.median()), ratio(all.min()), ratio(all.max())))
        .orElse(NOTHING);
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String text(String median, String min, String max) {
    return min.equals(max) ? median : median + " (" + min + "–" + max + ")";
  }
}
