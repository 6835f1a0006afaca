/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts things by key, up to a bound. Keys with nothing to count take no memory. Thread-safe.
 *
 * @param <K> what is counted for
 */
final class Counts<K> {
  private final ConcurrentMap<K, Integer> counts = new ConcurrentHashMap<>();

  /** Adds one unless that would pass the bound. */
  boolean tryAdd(K key, int bound) {
    boolean[] added = new boolean[1];
    counts.compute(
        key,
        (k, count) -> {
          int old = count == null ? 0 : count;
          added[0] = old < bound;
          return added[0] ? Integer.valueOf(old + 1) : count;
        });
    return added[0];
  }

  /** Takes one away that was added. */
  void remove(K key) {
    counts.computeIfPresent(key, (k, count) -> count == 1 ? null : Integer.valueOf(count - 1));
  }

  int get(K key) {
    return counts.getOrDefault(key, 0);
  }
}
