/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The measured time: what was there at its beginning, to be compared with its end. */
final class Window {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double MICROS = TimeUnit.MICROSECONDS.toNanos(1);

  private final Counters counters;
  private final Target target;
  private final Collection<Long> pids;
  private final Collection<Long> self = List.of(ProcessHandle.current().pid());
  private final long begin;
  private final double cpu;
  private final double loadCpu;
  private final double machine;
  private final long toClient;
  private final long toHost;
  private final long done;

  /**
   * Begins.
   *
   * @param pids the processes of what is measured
   * @throws IOException if one of them is gone
   */
  Window(Counters counters, Target target, Collection<Long> pids) throws IOException {
    this.counters = counters;
    this.target = target;
    this.pids = pids;
    counters.times.reset();
    toClient = counters.toClient();
    toHost = target.sunk();
    done = counters.done();
    cpu = ProcessUse.of(pids).cpuSeconds();
    loadCpu = ProcessUse.of(self).cpuSeconds();
    machine = ProcessUse.machineSeconds();
    begin = System.nanoTime();
  }

  /**
   * Ends.
   *
   * @throws IOException if a process is gone
   */
  Line result() throws IOException {
    double seconds = (System.nanoTime() - begin) / NANOS;
    ProcessUse use = ProcessUse.of(pids);
    double usedCpu = use.cpuSeconds() - cpu;
    double usedLoadCpu = ProcessUse.of(self).cpuSeconds() - loadCpu;
    double others = ProcessUse.machineSeconds() - machine - usedCpu - usedLoadCpu;
    return new Line("result")
        .with("seconds", seconds)
        .with("cpu", usedCpu)
        .with("loadCpu", usedLoadCpu)
        .with("othersCpu", Math.max(0, others))
        .with("residentKib", use.residentKib())
        .with("toClient", counters.toClient() - toClient)
        .with("toHost", target.sunk() - toHost)
        .with("done", counters.done() - done)
        .with("p50us", counters.times.quantile(0.5) / MICROS)
        .with("p99us", counters.times.quantile(0.99) / MICROS)
        .with("maxus", counters.times.max() / MICROS)
        .with("errors", counters.errors())
        .with("error", counters.firstError());
  }
}
