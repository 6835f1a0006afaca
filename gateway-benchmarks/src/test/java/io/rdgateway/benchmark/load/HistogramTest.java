/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Histogram histogram = new Histogram();

  @Test
  void smallValuesAreExact() {
    for (int i = 1; i <= 100; i++) {
      histogram.record(i);
    }

    assertEquals(50, histogram.quantile(0.5));
    assertEquals(99, histogram.quantile(0.99));
    assertEquals(100, histogram.quantile(1));
    assertEquals(100, histogram.max());
    assertEquals(100, histogram.count());
  }

  @Test
  void quantilesAreNeverTooLowAndAtMostAPartIn128TooHigh() {
    Random random = new Random(7);
    long[] values = new long[10_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextLong() >>> (1 + random.nextInt(60));
      histogram.record(values[i]);
    }
    Arrays.sort(values);

    for (double part : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1}) {
      long exact = values[(int) Math.ceil(part * values.length) - 1];
      long found = histogram.quantile(part);
      assertTrue(found >= exact && found - exact <= exact / 128, part + ": " + found);
    }
  }

  @Test
  void theExtremesHaveBuckets() {
    histogram.record(0);
    histogram.record(Long.MAX_VALUE);

    assertEquals(0, histogram.quantile(0.5));
    assertEquals(Long.MAX_VALUE, histogram.quantile(1));
    assertThrows(IllegalArgumentException.class, () -> histogram.record(-1));
  }

  @Test
  void nothingIsLeftAfterAReset() {
    histogram.record(5);
    histogram.reset();

    assertEquals(0, histogram.count());
    assertEquals(0, histogram.max());
    assertEquals(0, histogram.quantile(0.99));
  }
}
