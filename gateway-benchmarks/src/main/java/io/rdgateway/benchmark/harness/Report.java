/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is written down: the circumstances, tables, charts and the raw runs. */
final class Report {
  private final Settings settings;
  private final Results results = new Results();
  private final Map<String, String> flags = new LinkedHashMap<>();
  private final String head;

  /** A report, with the circumstances as they are now. */
  Report(Settings settings, List<Contender> contenders) throws IOException, InterruptedException {
    this.settings = settings;
    StringBuilder out = new StringBuilder();
    out.append("# Benchmark of ")
        .append(LocalDate.now(ZoneId.systemDefault()))
        .append("\n\n")
        .append(machine())
        .append("\n\n");
    for (Contender one : contenders) {
      out.append("- ").append(one.label()).append(": ").append(one.version()).append('\n');
    }
    out.append("\nGateway: ")
        .append(settings.loops())
        .append(" event loop(s), JVM flags ")
        .append(flags(settings.jvmFlags()))
        .append(", with idle tunnels ")
        .append(flags(settings.idleFlags()))
        .append(", sign-in by ")
        .append(settings.signIn().name().toLowerCase(Locale.ROOT))
        .append(". Core ")
        .append(settings.serverCore())
        .append(" for what is measured, ")
        .append(settings.loadCore())
        .append(" for load and target. ")
        .append(settings.rounds())
        .append(" round(s), each run ")
        .append(settings.warmUpSeconds())
        .append(" s unmeasured, then ")
        .append(settings.seconds())
        .append(" s; messages of ")
        .append(settings.messageBytes())
        .append(" bytes; ")
        .append(settings.echoesPerSecond())
        .append(" echoes a second and tunnel, beside ")
        .append(settings.bulk())
        .append(" bulk transfer(s).\n\nMedians with the lowest and the highest value. A ratio is")
        .append(" that of two runs of one round. ≥: load and target used 80 % of their core or")
        .append(" more, so the figure does not count.\n");
    head = out.toString();
  }

  private static String flags(List<String> flags) {
    return flags.isEmpty() ? "none" : "`" + String.join(" ", flags) + "`";
  }

  private static String machine() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
    return model
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, Linux "
        + System.getProperty("os.version");
  }

  /** The flags of a JVM, chosen or found by itself. */
  void addFlags(String jvm, String all) {
    flags.putIfAbsent(jvm, all);
  }

  void add(Sample sample) {
    results.add(sample);
  }

  boolean hasFailures() {
    return results.samples().stream().anyMatch(Sample::hasFailed);
  }

  String text() {
    MarkdownTable tables = new MarkdownTable(results, settings.proxies());
    StringBuilder out = new StringBuilder(head);
    for (Scenario scenario : results.scenarios()) {
      out.append("\n## ")
          .append(scenario.name().toLowerCase(Locale.ROOT))
          .append("\n\n")
          .append(tables.of(scenario));
    }
    if (!flags.isEmpty()) {
      out.append("\n## JVM flags\n\n");
    }
    flags.forEach(
        (jvm, all) -> out.append("- ").append(jvm).append(": `").append(all).append("`\n"));
    return out.toString();
  }

  void write() throws IOException {
    Files.createDirectories(settings.out());
    Files.writeString(settings.out().resolve("report.md"), text());
    Files.writeString(settings.out().resolve("runs.csv"), CsvTable.of(results.samples()));
    Files.writeString(settings.out().resolve("growth.svg"), SvgChart.of(results));
  }
}
