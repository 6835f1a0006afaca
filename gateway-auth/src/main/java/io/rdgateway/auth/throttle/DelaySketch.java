/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

/**
 * A {@link GrowingDelay} for each of any number of keys, in 16 MiB, by the same means as {@link
 * RateSketch}: never counted too low, nothing thrown out. It is wider, because a cell forgets only
 * after a pause of all keys in it.
 */
final class DelaySketch {
  private final Cells cells = new Cells(1 << 18);
  private final long[] lastFailure = new long[cells.count()];
  private final int[] failures = new int[cells.count()];
  private final int[] pending = new int[cells.count()];
  private final GrowingDelay delay;

  DelaySketch(GrowingDelay delay) {
    this.delay = delay;
  }

  long waitFor(String key, long now) {
    long wait = Long.MAX_VALUE;
    for (int cell : cells.of(key)) {
      wait = Math.min(wait, delay.waitFor(failures[cell], lastFailure[cell], pending[cell], now));
    }
    return wait;
  }

  void begin(String key) {
    for (int cell : cells.of(key)) {
      pending[cell]++;
    }
  }

  void end(String key) {
    for (int cell : cells.of(key)) {
      pending[cell]--;
    }
  }

  void fail(String key, long now) {
    int[] own = cells.of(key);
    int least = Integer.MAX_VALUE;
    for (int cell : own) {
      least = Math.min(least, delay.remembered(failures[cell], lastFailure[cell], now));
    }
    for (int cell : own) {
      int counted = delay.remembered(failures[cell], lastFailure[cell], now);
      failures[cell] = Math.max(counted, least + 1);
      lastFailure[cell] = now;
    }
  }
}
