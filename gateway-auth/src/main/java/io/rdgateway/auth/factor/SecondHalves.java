/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives every first half's success to one second half, whichever comes first. Thread-safe.
 *
 * @param <K> what both halves have in common
 * @param <V> the success
 */
final class SecondHalves<K, V> {
  /** As long as the halves of a tunnel wait for each other. */
  private static final Duration PAIRING = Duration.ofMinutes(1);

  private final InstantSource clock;

  /** Roughly in the order of their ends. */
  private final Map<K, Granted<V>> granted = new LinkedHashMap<>();

  private final Map<K, Deque<CompletableFuture<V>>> waiting = new HashMap<>();

  private record Granted<V>(V value, int halves, Instant end) {}

  SecondHalves(InstantSource clock) {
    this.clock = clock;
  }

  /** What the first half got; waits for it, until the future is cancelled. */
  CompletableFuture<V> take(K key) {
    CompletableFuture<V> waiter = new CompletableFuture<>();
    synchronized (this) {
      forgetOld();
      Granted<V> first = granted.remove(key);
      if (first != null) {
        if (first.halves() > 1) {
          granted.put(key, new Granted<>(first.value(), first.halves() - 1, first.end()));
        }
        return CompletableFuture.completedFuture(first.value());
      }
      waiting.computeIfAbsent(key, k -> new ArrayDeque<>()).add(waiter);
    }
    var unused = waiter.whenComplete((value, error) -> leave(key, waiter));
    return waiter;
  }

  /** A first half has succeeded. */
  void grant(K key, V value) {
    CompletableFuture<V> waiter = nextOrKeep(key, value);
    while (waiter != null && !waiter.complete(value)) { // it may just have been cancelled
      waiter = nextOrKeep(key, value);
    }
  }

  private synchronized @Nullable CompletableFuture<V> nextOrKeep(K key, V value) {
    forgetOld();
    Deque<CompletableFuture<V>> queue = waiting.get(key);
    CompletableFuture<V> waiter = queue == null ? null : queue.poll();
    if (waiter != null) {
      return waiter;
    }
    Granted<V> earlier = granted.remove(key);
    int halves = earlier == null ? 1 : earlier.halves() + 1;
    granted.put(key, new Granted<>(value, halves, clock.instant().plus(PAIRING)));
    if (granted.size() > SharedPrompts.MAX_KEPT) {
      Iterator<K> oldest = granted.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return null;
  }

  /** A first half has failed, so those that wait for it do. */
  void refuse(K key, V value) {
    Deque<CompletableFuture<V>> queue;
    synchronized (this) {
      queue = waiting.remove(key);
    }
    if (queue != null) {
      List.copyOf(queue).forEach(waiter -> waiter.complete(value));
    }
  }

  private synchronized void leave(K key, CompletableFuture<V> waiter) {
    Deque<CompletableFuture<V>> queue = waiting.get(key);
    if (queue != null) {
      queue.removeIf(one -> one == waiter);
      if (queue.isEmpty()) {
        waiting.remove(key);
      }
    }
  }

  private void forgetOld() {
    Instant now = clock.instant();
    granted.values().removeIf(one -> !one.end().isAfter(now));
  }
}
