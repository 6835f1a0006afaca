/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.rdgateway.Administrator;
import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayServer;
import io.rdgateway.NetworkIo;
import io.rdgateway.audit.FanOut;
import io.rdgateway.benchmark.gateway.BenchmarkGateway;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Whether the relay cares about events that nobody takes: tunnels carry as much as goes while
 * windows without events and windows with many alternate, one listener being stuck and another one
 * alive. Says the throughput of both kinds of windows and their ratio, and what was lost. Gateway,
 * host and clients share one process, so only the ratio means something.
 *
 * <p>Ends with 1 if an event is neither delivered nor counted as lost, or if a tunnel failed.
 */
public final class StuckSink {
  private static final Set<String> OPTIONS =
      Set.of("windows", "seconds", "rate", "tunnels", "message");

  /** More than a listener's queue holds, so that the stuck one loses from the first window on. */
  private static final int FILLING = 10_000;

  private static final int AHEAD = 1_000;
  private static final double MIB = 1 << 20;

  private final Engine engine;
  private final Counters counters;
  private final Runnable event;
  private final Tally living;
  private final Duration time;
  private final int rate;

  private StuckSink(
      Engine engine, Counters counters, Runnable event, Tally living, Duration time, int rate) {
    this.engine = engine;
    this.counters = counters;
    this.event = event;
    this.living = living;
    this.time = time;
    this.rate = rate;
  }

  /** Runs once. */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments, OPTIONS);
    Path folder = Files.createTempDirectory("rdgateway-stuck-sink");
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    boolean good;
    try {
      SelfSignedCertificate.generate(
              List.of("localhost"),
              SelfSignedCertificate.KeyType.EC_P256,
              Instant.now().minusSeconds(60),
              Duration.ofDays(1))
          .writePem(certificate, key);
      good = run(options, certificate, key);
    } finally {
      Files.deleteIfExists(certificate);
      Files.deleteIfExists(key);
      Files.delete(folder);
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean run(Options options, Path certificate, Path key) throws Exception {
    int message = options.number("message", 8192, 1);
    Tally stuck = Tally.stuck();
    Tally living = Tally.living();
    Counters counters = new Counters();
    long sent;
    long overflown;
    try (FanOut sinks = new FanOut(stuck, living)) {
      try (Engine engine = new Engine();
          Target target = new Target(engine, message)) {
        BenchmarkGateway.Running running =
            BenchmarkGateway.start(
                TlsSource.pem(certificate, key),
                SignIn.TOKEN,
                target.address(),
                TlsEngine.AUTO,
                NetworkIo.NIO,
                1,
                sinks);
        try (GatewayServer gateway = running.server()) {
          Clients clients =
              new Clients(
                  engine,
                  Engine.clientTls(certificate),
                  new Server(
                      gateway.addresses().get(0),
                      Protocol.WS,
                      SignIn.TOKEN,
                      running.secret(),
                      target.address()));
          Fleet fleet = new Fleet(engine.loop(), clients, counters);
          int tunnels = options.number("tunnels", 16, 1);
          fleet
              .open(IntStream.range(0, tunnels).mapToObj(i -> new SourceRole(counters)).toList())
              .join();
          engine.loop().submit(fleet::start).get();
          StuckSink measured =
              new StuckSink(
                  engine,
                  counters,
                  events(gateway),
                  living,
                  Duration.ofSeconds(options.number("seconds", 3, 1)),
                  options.number("rate", 1_000, 1));
          sent = measured.windows(options.number("windows", 5, 1));
          overflown = gateway.statistics().events().lost();
          engine.loop().submit(fleet::close).get();
        }
      }
      stuck.release();
    }
    return judge(sent, overflown, stuck, living, counters);
  }

  /** An event as others are: through the gateway, and recorded nowhere but at its listeners. */
  private static Runnable events(GatewayServer gateway) {
    Administrator nobody =
        new Administrator("stuck-sink", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    return () ->
        gateway
            .administration(nobody)
            .did(GatewayEvent.AdministratorActed.Action.MESSAGE, "nobody", "an event");
  }

  /** Returns how many events there were. */
  private long windows(int pairs) throws InterruptedException, ExecutionException {
    long sent = 0;
    for (; sent < FILLING; sent++) {
      event.run();
      while (sent - living.delivered() > AHEAD) { // no queue but the stuck one's shall overflow
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
    double[] quiet = new double[pairs];
    double[] loud = new double[pairs];
    window(0); // warms up
    for (int i = 0; i < pairs; i++) {
      quiet[i] = window(0).throughput();
      Result result = window(rate);
      loud[i] = result.throughput();
      sent += result.events();
    }
    double[] ratios = IntStream.range(0, pairs).mapToDouble(i -> loud[i] / quiet[i]).toArray();
    System.out.printf(
        Locale.ROOT,
        "%d windows of %d s without events, %d with %d a second%n",
        pairs,
        time.toSeconds(),
        pairs,
        rate);
    System.out.printf(Locale.ROOT, "without: median %.1f MiB/s %s%n", median(quiet), text(quiet));
    System.out.printf(Locale.ROOT, "with:    median %.1f MiB/s %s%n", median(loud), text(loud));
    System.out.printf(
        Locale.ROOT, "with / without: median %.3f %s%n", median(ratios), text(ratios));
    return sent;
  }

  private record Result(double throughput, long events) {}

  private Result window(int perSecond) throws InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    long before = engine.loop().submit(counters::toClient).get();
    long events = 0;
    for (long gone = 0; gone < time.toNanos(); gone = System.nanoTime() - begin) {
      long due = gone * perSecond / TimeUnit.SECONDS.toNanos(1);
      for (; events < due; events++) {
        event.run();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    long bytes = engine.loop().submit(counters::toClient).get() - before;
    double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    return new Result(bytes / MIB / seconds, events);
  }

  private static boolean judge(
      long sent, long overflown, Tally stuck, Tally living, Counters counters) {
    System.out.println("events: " + sent);
    System.out.println("taken by the living listener: " + living);
    System.out.println("taken by the stuck one at last: " + stuck);
    List<String> wrong = new ArrayList<>();
    if (overflown > 0) {
      wrong.add("the gateway's own queue overflowed, so the machine is too busy to show anything");
    }
    if (living.delivered() + living.lost() != sent) {
      wrong.add("the living listener misses events that nobody counted");
    }
    if (stuck.delivered() + stuck.lost() != sent) {
      wrong.add("the stuck listener misses events that nobody counted");
    }
    if (stuck.lost() == 0) {
      wrong.add("the stuck listener has lost nothing, so nothing was shown");
    }
    if (counters.errors() > 0) {
      wrong.add(counters.errors() + " tunnels failed, the first: " + counters.firstError());
    }
    wrong.forEach(text -> System.out.println("WRONG: " + text));
    return wrong.isEmpty();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static List<String> text(double[] values) {
    return Arrays.stream(values).mapToObj(v -> String.format(Locale.ROOT, "%.3f", v)).toList();
  }
}
