/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.transport.Loops;
import io.rdgateway.transport.TunnelRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Empties a gateway of its tunnels. Thread-safe. */
final class Draining {
  private static final Duration POLL = Duration.ofMillis(20);

  /** In nanoseconds a year is far from the end of a long. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final CloseReason TIME_IS_OVER =
      CloseReason.of(
          CloseReason.Kind.GATEWAY_CLOSING, "the gateway drains and the time for that is over");

  private final TunnelRegistry registry;
  private final LongSupplier ticks;

  /** Tunnels that have been told to end; each is told once. */
  private final Set<String> told = new HashSet<>();

  private @Nullable CompletableFuture<Void> drained;
  private @Nullable Future<?> poll;
  private long end;
  private boolean refusing;

  Draining(TunnelRegistry registry, LongSupplier ticks) {
    this.registry = registry;
    this.ticks = ticks;
  }

  /** Begins, or changes the time of what has begun. */
  synchronized CompletionStage<Void> start(Duration grace, Loops loops) {
    registry.draining(true);
    refusing = true;
    end = ticks.getAsLong() + (grace.compareTo(LONGEST) < 0 ? grace : LONGEST).toNanos();
    CompletableFuture<Void> running = drained;
    if (running == null) {
      running = new CompletableFuture<>();
      drained = running;
      poll = loops.every(POLL, this::look);
    }
    return running.minimalCompletionStage();
  }

  private void look() {
    CompletableFuture<Void> done = null;
    synchronized (this) {
      if (drained == null) {
        return; // resumed meanwhile
      }
      if (registry.count() == 0) {
        done = stop();
      } else if (ticks.getAsLong() - end >= 0) {
        // Again and again: a tunnel that was being opened may have come since.
        for (Tunnel tunnel : registry.tunnels()) {
          if (told.add(tunnel.id())) {
            tunnel.close(TIME_IS_OVER);
          }
        }
      }
    }
    if (done != null) {
      done.complete(null);
    }
  }

  /** No more looks; what waits has to be completed, outside of the lock. */
  private @Nullable CompletableFuture<Void> stop() {
    CompletableFuture<Void> waiting = drained;
    if (poll != null) {
      poll.cancel(false);
    }
    poll = null;
    drained = null;
    told.clear();
    return waiting;
  }

  void resume() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      registry.draining(false);
      refusing = false;
      waiting = stop();
    }
    if (waiting != null) {
      waiting.completeExceptionally(
          new CancellationException("the gateway takes new tunnels again"));
    }
  }

  /** The gateway has closed, and every tunnel with it. */
  void closed() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      waiting = stop();
    }
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  synchronized Optional<DrainProgress> progress() {
    return refusing
        ? Optional.of(
            new DrainProgress(
                registry.count(), Duration.ofNanos(Math.max(0, end - ticks.getAsLong()))))
        : Optional.empty();
  }
}
