/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import java.util.Arrays;

/**
 * Counts of values in buckets whose width grows with the value, so that each quantile is at most
 * one part in 128 too high. Not thread-safe.
 */
public final class Histogram {
  private static final int BITS = 7;
  private static final int STEPS = 1 << BITS;

  private final long[] counts = new long[(Long.SIZE - BITS) * STEPS];
  private long total;
  private long max;

  /**
   * Counts a value.
   *
   * @param value not negative
   */
  public void record(long value) {
    counts[index(value)]++;
    total++;
    max = Math.max(max, value);
  }

  private static int index(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a value must not be negative: " + value);
    }
    int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - BITS);
    return shift * STEPS + (int) (value >>> shift);
  }

  /** The highest value of a bucket. */
  private static long highest(int index) {
    int shift = Math.max(0, index / STEPS - 1);
    return ((index - (long) shift * STEPS + 1) << shift) - 1;
  }

  /** How many values were counted. */
  public long count() {
    return total;
  }

  /** The highest value; 0 without one. */
  public long max() {
    return max;
  }

  /**
   * The value that a part of all values does not exceed.
   *
   * @param part above 0, at most 1
   * @return 0 without values
   */
  public long quantile(double part) {
    long wanted = (long) Math.ceil(part * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return Math.min(max, highest(i));
      }
    }
    return 0;
  }

  /** Forgets everything. */
  public void reset() {
    Arrays.fill(counts, 0);
    total = 0;
    max = 0;
  }
}
