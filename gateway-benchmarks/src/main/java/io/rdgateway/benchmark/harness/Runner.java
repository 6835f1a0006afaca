/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Line;
import io.rdgateway.benchmark.load.Load;
import io.rdgateway.benchmark.load.ProcessUse;
import io.rdgateway.benchmark.load.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Makes single runs, each with processes of its own. */
final class Runner {
  private static final double GIB = 1L << 30;
  private static final double MIB = 1L << 20;
  private static final double PERCENT = 100;
  private static final double MICROS = 1e6;
  private static final double MILLIS = 1e3;

  /** For a load that has started, and beyond the times of the plan. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Settings settings;
  private final Path folder;
  private final Path certificate;
  private final Path key;
  private final BiConsumer<String, String> flags;

  /**
   * A runner.
   *
   * @param folder for files of runs, with the certificate
   * @param flags hears the flags of each JVM that is measured, after its name
   */
  Runner(
      Settings settings,
      Path folder,
      Path certificate,
      Path key,
      BiConsumer<String, String> flags) {
    this.flags = flags;
    this.settings = settings;
    this.folder = folder;
    this.certificate = certificate;
    this.key = key;
  }

  Sample run(int round, Scenario scenario, int tunnels, Contender contender)
      throws InterruptedException {
    try {
      Path place = Files.createTempDirectory(folder, "run");
      try (Child load = load(place, scenario, tunnels, contender)) {
        int port = (int) load.expect("target", PATIENCE).whole("port");
        try (Contender.Running running =
            contender.start(
                new Contender.Place(place, certificate, key, port, scenario, tunnels))) {
          load.say(
              new Line("server")
                  .with("port", running.port())
                  .with("secret", running.secret())
                  .with(
                      "pids",
                      running.child().pids().stream()
                          .map(Object::toString)
                          .collect(Collectors.joining(","))));
          if (running.heap().isPresent()) {
            String idle = scenario == Scenario.IDLE ? " with idle tunnels" : "";
            flags.accept(contender.label() + idle, running.heap().get().flags());
          }
          return scenario == Scenario.IDLE
              ? idle(round, tunnels, contender, load, running)
              : busy(round, scenario, tunnels, contender, load);
        }
      }
    } catch (IOException e) {
      return new Sample(
          round, scenario, tunnels, contender.label(), Map.of(), 0, String.valueOf(e.getMessage()));
    }
  }

  private Child load(Path place, Scenario scenario, int tunnels, Contender contender)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "-Dio.netty.leakDetection.level=disabled"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Load.class.getName()));
    option(command, "scenario", scenario);
    option(command, "protocol", contender.protocol());
    option(command, "sign-in", settings.signIn());
    option(command, "tunnels", tunnels);
    option(command, "message", settings.messageBytes());
    option(command, "rate", settings.echoesPerSecond());
    option(command, "bulk", settings.bulk());
    option(command, "warm-up", settings.warmUpSeconds());
    option(command, "seconds", settings.seconds());
    option(command, "certificate", certificate);
    return Child.start("load", settings.loadCore(), command, place.resolve("load.log"));
  }

  private static void option(List<String> command, String name, Object value) {
    command.add("--" + name);
    command.add(value.toString());
  }

  private Sample busy(int round, Scenario scenario, int tunnels, Contender contender, Child load)
      throws IOException, InterruptedException {
    Line result =
        load.expect(
            "result",
            PATIENCE.plusSeconds(settings.warmUpSeconds()).plusSeconds(settings.seconds()));
    return new Sample(
        round,
        scenario,
        tunnels,
        contender.label(),
        values(scenario, result),
        result.whole("errors"),
        result.text("error"));
  }

  private static Map<Measure, Double> values(Scenario scenario, Line result) throws IOException {
    double seconds = result.number("seconds");
    double cpu = result.number("cpu");
    double done = result.number("done");
    double bytes = result.number("toClient") + result.number("toHost");
    boolean bulk = scenario == Scenario.SOURCE || scenario == Scenario.SINK;
    if ((bulk ? bytes : done) == 0) {
      throw new IOException("nothing came through in " + seconds + " s; " + result.text("error"));
    }
    Map<Measure, Double> values = new EnumMap<>(Measure.class);
    switch (scenario) {
      case SOURCE, SINK -> {
        values.put(Measure.CPU_PER_GIB, cpu / (bytes / GIB));
        values.put(Measure.THROUGHPUT, bytes / MIB / seconds);
      }
      case ECHO -> {
        values.put(Measure.ECHO_P50, result.number("p50us"));
        values.put(Measure.ECHO_P99, result.number("p99us"));
        values.put(Measure.ECHO_MAX, result.number("maxus"));
        values.put(Measure.CPU_PER_ECHO, cpu / done * MICROS);
      }
      case SETUP -> {
        values.put(Measure.SETUPS, done / seconds);
        values.put(Measure.CPU_PER_SETUP, cpu / done * MILLIS);
        values.put(Measure.SETUP_P99, result.number("p99us") / MILLIS);
      }
      case IDLE -> throw new IllegalStateException("idle tunnels are measured from outside");
    }
    values.put(Measure.SHARE, PERCENT * cpu / seconds);
    values.put(Measure.LOAD_SHARE, PERCENT * result.number("loadCpu") / seconds);
    values.put(Measure.OTHERS, PERCENT * result.number("othersCpu") / seconds);
    return values;
  }

  /**
   * Memory with a tenth of the tunnels, with all, and with all after the measured time. Each is a
   * live heap, if there is one, and the resident memory; with a heap that is resident from the
   * start, the latter's growth is what lies outside of it.
   */
  private Sample idle(
      int round, int tunnels, Contender contender, Child load, Contender.Running running)
      throws IOException, InterruptedException {
    int few = (int) load.expect("held", PATIENCE).whole("tunnels");
    Memory before = Memory.of(running);
    load.say(new Line("more"));
    load.expect("held", PATIENCE);
    Memory held = Memory.of(running);
    load.pause(Duration.ofSeconds(settings.seconds()));
    Memory after = Memory.of(running);
    load.say(new Line("end"));
    Line result = load.expect("result", PATIENCE);
    double more = (double) tunnels - few;
    return new Sample(
        round,
        Scenario.IDLE,
        tunnels,
        contender.label(),
        Map.of(
            Measure.MEMORY, held.minus(before).sum() / more,
            Measure.HEAP, held.minus(before).heapKib / more,
            Measure.MEMORY_GROWTH, after.minus(held).sum() / tunnels),
        result.whole("errors"),
        result.text("error"));
  }

  private record Memory(long residentKib, long heapKib) {
    static Memory of(Contender.Running running) throws IOException, InterruptedException {
      long heap = running.heap().isPresent() ? running.heap().get().liveKib() : 0;
      return new Memory(ProcessUse.of(running.child().pids()).residentKib(), heap);
    }

    Memory minus(Memory other) {
      return new Memory(residentKib - other.residentKib, heapKib - other.heapKib);
    }

    double sum() {
      return residentKib + heapKib;
    }
  }
}
