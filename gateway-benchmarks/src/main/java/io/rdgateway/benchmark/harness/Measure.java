/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is found out about a contender in a run. */
enum Measure {
  /** Processor time of all its processes for each GiB of payload. */
  CPU_PER_GIB("CPU-s/GiB", 2, false, Scenario.SOURCE, Scenario.SINK),
  /** Payload. */
  THROUGHPUT("MiB/s", 0, true, Scenario.SOURCE, Scenario.SINK),
  /** Half of all echoes were back by then. */
  ECHO_P50("p50 µs", 0, false, Scenario.ECHO),
  /** All echoes but one in a hundred were back by then. */
  ECHO_P99("p99 µs", 0, false, Scenario.ECHO),
  /** The slowest echo. */
  ECHO_MAX("max µs", 0, false, Scenario.ECHO),
  /** Processor time for each echo. */
  CPU_PER_ECHO("CPU-µs/echo", 1, false, Scenario.ECHO),
  /** Tunnels, or TLS handshakes of a proxy. */
  SETUPS("set-ups/s", 0, true, Scenario.SETUP),
  /** Processor time for each of them. */
  CPU_PER_SETUP("CPU-ms/set-up", 2, false, Scenario.SETUP),
  /** All set-ups but one in a hundred took less. */
  SETUP_P99("p99 ms", 1, false, Scenario.SETUP),
  /**
   * Memory for each idle tunnel: growth of the resident memory, and of the live heap after a full
   * collection where there is one.
   */
  MEMORY("KiB/tunnel", 1, false, Scenario.IDLE),
  /** The live heap's part of it. */
  HEAP("of which heap", 1, false, Scenario.IDLE),
  /** How much more it was at the end of the measured time. */
  MEMORY_GROWTH("growth KiB/tunnel", 2, false, Scenario.IDLE),
  /** How much of its core it used. */
  SHARE("own core %", 0, false, Scenario.SOURCE, Scenario.SINK, Scenario.ECHO, Scenario.SETUP),
  /** How much of their core load and target used. */
  LOAD_SHARE("load %", 0, false, Scenario.SOURCE, Scenario.SINK, Scenario.ECHO, Scenario.SETUP),
  /** How much of a core everybody else used: what disturbed the run. */
  OTHERS("others %", 0, false, Scenario.SOURCE, Scenario.SINK, Scenario.ECHO, Scenario.SETUP);

  private static final Set<Measure> WITHOUT_RATIO =
      Set.of(ECHO_MAX, HEAP, MEMORY_GROWTH, SHARE, LOAD_SHARE, OTHERS);

  private final String title;
  private final int digits;
  private final boolean boundByLoad;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Scenario> scenarios;

  Measure(String title, int digits, boolean boundByLoad, Scenario... scenarios) {
    this.title = title;
    this.digits = digits;
    this.boundByLoad = boundByLoad;
    this.scenarios = List.of(scenarios);
  }

  static List<Measure> of(Scenario scenario) {
    return Arrays.stream(values()).filter(one -> one.scenarios.contains(scenario)).toList();
  }

  String title() {
    return title;
  }

  /** Whether the load, and not the contender, may be what decides it. */
  boolean isBoundByLoad() {
    return boundByLoad;
  }

  boolean hasRatio() {
    return !WITHOUT_RATIO.contains(this);
  }

  String format(double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
