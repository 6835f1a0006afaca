/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import java.net.InetAddress;

/**
 * A {@link Rate} for each of any number of keys, in 3 MiB. A count-min sketch: each key has a cell
 * in each of several rows, shares each with other keys, and is counted in all of them; the emptiest
 * one is believed. So a key is never counted too low, whatever is done with other keys: nothing is
 * ever thrown out to make room. It may be counted too high when all its cells are full of others,
 * which takes tens of thousands of them.
 *
 * <p>Time is in nanoseconds from any zero, never negative, never falling. Not thread-safe.
 */
public final class RateSketch {
  private final Cells cells = new Cells(1 << 16);
  private final long[] fullUntil = new long[cells.count()];
  private final int[] pending = new int[cells.count()];
  private final long period;
  private final long cost;

  /**
   * Nothing counted yet.
   *
   * @param rate of every key
   */
  public RateSketch(Rate rate) {
    period = rate.period().toNanos();
    cost = rate.costNanos();
  }

  /**
   * The key of an address.
   *
   * @param address where something comes from
   * @return its text; of IPv6 the first 64 bits only
   */
  public static String key(InetAddress address) {
    return ThrottleKeys.address(address);
  }

  /**
   * How long until a key is below its rate, also if all that is pending gets counted.
   *
   * @param key any text
   * @param now the time
   * @return nanoseconds; 0 if it is now
   */
  public long waitFor(String key, long now) {
    long wait = Long.MAX_VALUE;
    for (int cell : cells.of(key)) {
      long level = Math.max(now, fullUntil[cell]) - now + (pending[cell] + 1L) * cost;
      wait = Math.min(wait, level - period);
    }
    return Math.max(0, wait);
  }

  /**
   * Something that may be counted later has begun.
   *
   * @param key any text
   */
  public void begin(String key) {
    for (int cell : cells.of(key)) {
      pending[cell]++;
    }
  }

  /**
   * It is over.
   *
   * @param key that was begun with
   */
  public void end(String key) {
    for (int cell : cells.of(key)) {
      pending[cell]--;
    }
  }

  /**
   * Counts one, also above the rate: what is above it has to be waited for.
   *
   * @param key any text
   * @param now the time
   */
  public void count(String key, long now) {
    int[] own = cells.of(key);
    long least = Long.MAX_VALUE;
    for (int cell : own) {
      least = Math.min(least, Math.max(now, fullUntil[cell]));
    }
    for (int cell : own) {
      fullUntil[cell] = Math.max(fullUntil[cell], least + cost);
    }
  }
}
