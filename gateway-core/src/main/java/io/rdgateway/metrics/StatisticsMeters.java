/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.rdgateway.GatewayStatistics;
import io.rdgateway.spi.TransportKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters that read the gateway's own counters whenever the registry is asked. */
final class StatisticsMeters {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Supplier<GatewayStatistics> statistics;

  /** Counters that read a function are held weakly by Micrometer, together with this. */
  private final Object holder;

  private final Consumer<Meter> registered;

  StatisticsMeters(
      MeterRegistry registry,
      Tags tags,
      Supplier<GatewayStatistics> statistics,
      Object holder,
      Consumer<Meter> registered) {
    this.registry = registry;
    this.tags = tags;
    this.statistics = statistics;
    this.holder = holder;
    this.registered = registered;
  }

  void register(GatewayStatistics now) {
    for (TransportKind kind : TransportKind.values()) {
      gauge(
          "rdgateway.tunnels",
          s -> s.tunnels().getOrDefault(kind, 0),
          "transport",
          GatewayMetrics.word(kind));
    }
    bytes("from-client", GatewayStatistics::bytesFromClients);
    bytes("to-client", GatewayStatistics::bytesToClients);
    pauses("client", GatewayStatistics::clientPauses);
    pauses("host", GatewayStatistics::hostPauses);
    gauge("rdgateway.connections.waiting", s -> s.connections().waiting());
    count("rdgateway.connections.accepted", s -> s.connections().accepted());
    for (String limit : now.connections().refused().keySet()) {
      count(
          "rdgateway.connections.refused",
          s -> s.connections().refused().getOrDefault(limit, 0L),
          "limit",
          limit);
    }
    for (int i = 0; i < now.loops().size(); i++) {
      loop(i);
    }
    for (int i = 0; i < now.hooks().size(); i++) {
      hook(now.hooks().get(i), i);
    }
    gauge("rdgateway.events.queued", s -> s.events().queued());
    count("rdgateway.events.lost", s -> s.events().lost());
  }

  private void bytes(String direction, ToLongFunction<GatewayStatistics> bytes) {
    registered.accept(
        FunctionCounter.builder(
                "rdgateway.bytes", holder, h -> (double) bytes.applyAsLong(statistics.get()))
            .baseUnit("bytes")
            .tags(tags.and("direction", direction))
            .register(registry));
  }

  /** Which side is not read. */
  private void pauses(String side, Function<GatewayStatistics, GatewayStatistics.Pauses> pauses) {
    gauge("rdgateway.pauses.current", s -> pauses.apply(s).current(), "side", side);
    timer(
        "rdgateway.pauses",
        s -> pauses.apply(s).ended(),
        s -> pauses.apply(s).total(),
        "side",
        side);
  }

  private void loop(int index) {
    String loop = Integer.toString(index);
    registered.accept(
        TimeGauge.builder(
                "rdgateway.loop.lag",
                () -> of(statistics.get(), index).lag().toNanos(),
                TimeUnit.NANOSECONDS)
            .tags(tags.and("loop", loop))
            .register(registry));
    gauge("rdgateway.loop.tasks", s -> of(s, index).pendingTasks(), "loop", loop);
  }

  /** When the gateway has closed, its loops are gone. */
  private static GatewayStatistics.Loop of(GatewayStatistics statistics, int index) {
    return index < statistics.loops().size()
        ? statistics.loops().get(index)
        : new GatewayStatistics.Loop(Duration.ZERO, 0);
  }

  private void hook(GatewayStatistics.Hooks hook, int index) {
    String kind = hook.kind();
    result(kind, index, "answered", GatewayStatistics.Hooks::answered);
    result(kind, index, "failed", GatewayStatistics.Hooks::failed);
    result(kind, index, "timed-out", GatewayStatistics.Hooks::timedOut);
    result(kind, index, "rejected", GatewayStatistics.Hooks::rejected);
    timer(
        "rdgateway.hook.duration",
        s -> s.hooks().get(index).calls(),
        s -> s.hooks().get(index).total(),
        "hook",
        kind);
    if (hook.pool() != null) {
      pool("rdgateway.hook.active", index, GatewayStatistics.Pool::active, kind);
      pool("rdgateway.hook.queued", index, GatewayStatistics.Pool::queued, kind);
    }
  }

  private void result(
      String kind, int index, String result, ToLongFunction<GatewayStatistics.Hooks> number) {
    count(
        "rdgateway.hook.calls",
        s -> number.applyAsLong(s.hooks().get(index)),
        "hook",
        kind,
        "result",
        result);
  }

  private void pool(
      String name, int index, ToLongFunction<GatewayStatistics.Pool> number, String kind) {
    gauge(
        name,
        s -> {
          GatewayStatistics.Pool pool = s.hooks().get(index).pool();
          return pool == null ? 0 : number.applyAsLong(pool);
        },
        "hook",
        kind);
  }

  private void gauge(String name, ToDoubleFunction<GatewayStatistics> value, String... moreTags) {
    registered.accept(
        Gauge.builder(name, () -> value.applyAsDouble(statistics.get()))
            .tags(tags.and(moreTags))
            .register(registry));
  }

  private void count(String name, ToDoubleFunction<GatewayStatistics> value, String... moreTags) {
    registered.accept(
        FunctionCounter.builder(name, holder, h -> value.applyAsDouble(statistics.get()))
            .tags(tags.and(moreTags))
            .register(registry));
  }

  private void timer(
      String name,
      ToLongFunction<GatewayStatistics> count,
      Function<GatewayStatistics, Duration> total,
      String... moreTags) {
    registered.accept(
        FunctionTimer.builder(
                name,
                holder,
                h -> count.applyAsLong(statistics.get()),
                h -> total.apply(statistics.get()).toNanos(),
                TimeUnit.NANOSECONDS)
            .tags(tags.and(moreTags))
            .register(registry));
  }
}
