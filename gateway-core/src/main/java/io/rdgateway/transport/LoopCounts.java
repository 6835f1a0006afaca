/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.GatewayStatistics;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What one event loop has carried. The loop alone writes, without any atomic step; others read, and
 * add up the loops when somebody asks.
 */
final class LoopCounts {
  private final AtomicLong bytesFromClients = new AtomicLong();
  private final AtomicLong bytesToClients = new AtomicLong();
  private final Pauses clientPauses = new Pauses();
  private final Pauses hostPauses = new Pauses();

  /** Pauses of one direction. */
  static final class Pauses {
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();

    void begin() {
      add(begun, 1);
    }

    void end(long took) {
      add(nanos, took);
      add(ended, 1);
    }

    private static GatewayStatistics.Pauses sum(Collection<Pauses> all) {
      // What has ended is read first: a pause may end meanwhile, but none may seem to end before it
      // has begun.
      long over = total(all, p -> p.ended.get());
      long took = total(all, p -> p.nanos.get());
      long started = total(all, p -> p.begun.get());
      return new GatewayStatistics.Pauses(
          Math.toIntExact(started - over), over, Duration.ofNanos(took));
    }
  }

  /** Adds without a locked instruction; for the one thread that writes. */
  private static void add(AtomicLong counter, long more) {
    counter.lazySet(counter.get() + more);
  }

  void carried(long fromClient, long toClient) {
    add(bytesFromClients, fromClient);
    add(bytesToClients, toClient);
  }

  Pauses clientPauses() {
    return clientPauses;
  }

  Pauses hostPauses() {
    return hostPauses;
  }

  static long bytesFromClients(Collection<LoopCounts> all) {
    return total(all, counts -> counts.bytesFromClients.get());
  }

  static long bytesToClients(Collection<LoopCounts> all) {
    return total(all, counts -> counts.bytesToClients.get());
  }

  static GatewayStatistics.Pauses pauses(
      Collection<LoopCounts> all, Function<LoopCounts, Pauses> direction) {
    return Pauses.sum(all.stream().map(direction).toList());
  }

  private static <T> long total(Collection<T> all, ToLongFunction<T> number) {
    return all.stream().mapToLong(number).sum();
  }
}
