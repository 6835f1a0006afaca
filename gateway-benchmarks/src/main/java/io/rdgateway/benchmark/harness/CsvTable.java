/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The raw runs, one a line (RFC 4180). */
final class CsvTable {
  private CsvTable() {}

  static String of(List<Sample> samples) {
    List<String> heads =
        new ArrayList<>(List.of("round", "scenario", "tunnels", "contender", "bound by load"));
    for (Measure measure : Measure.values()) {
      heads.add(measure.name().toLowerCase(Locale.ROOT));
    }
    heads.addAll(List.of("errors", "error"));
    StringBuilder out = new StringBuilder();
    out.append(joined(heads)).append('\n');
    samples.forEach(sample -> out.append(line(sample)).append('\n'));
    return out.toString();
  }

  /** One run. */
  static String line(Sample sample) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                Integer.toString(sample.round()),
                sample.scenario().name().toLowerCase(Locale.ROOT),
                Integer.toString(sample.tunnels()),
                sample.contender(),
                Boolean.toString(sample.isBoundByLoad())));
    for (Measure measure : Measure.values()) {
      OptionalDouble value = sample.value(measure);
      cells.add(value.isPresent() ? Double.toString(value.getAsDouble()) : "");
    }
    cells.add(Long.toString(sample.errors()));
    cells.add(sample.error());
    return joined(cells);
  }

  private static String joined(List<String> cells) {
    return String.join(",", cells.stream().map(CsvTable::quoted).toList());
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
