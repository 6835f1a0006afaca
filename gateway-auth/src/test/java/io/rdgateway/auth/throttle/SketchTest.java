/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sketches against exact tables. */
class SketchTest {
  private static final long SEED = Long.getLong("rdgateway.seed", 20_260_101L);

  @Test
  void aRateIsNeverCountedTooLowAndSeldomTooHigh() {
    var rate = new Rate(4, Duration.ofHours(1));
    var sketch = new RateSketch(rate);
    Map<String, Long> exact = new HashMap<>();
    long cost = rate.costNanos();
    var random = new Random(SEED);
    long now = 0;
    int same = 0;
    int rounds = 200_000;
    for (int i = 0; i < rounds; i++) {
      now += random.nextInt(1_000_000_000);
      String key = "k" + random.nextInt(50_000);
      long full = Math.max(now, exact.getOrDefault(key, 0L));
      long wait = Math.max(0, full - now + cost - rate.period().toNanos());
      long seen = sketch.waitFor(key, now);
      assertTrue(seen >= wait, "seed " + SEED + ", round " + i);
      same += seen == wait ? 1 : 0;
      sketch.count(key, now);
      exact.put(key, full + cost);
    }
    assertTrue(same > rounds * 0.99, same + " exact");
  }

  @Test
  void aDelayIsNeverCountedTooLow() {
    var delay =
        new GrowingDelay(2, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1));
    var sketch = new DelaySketch(delay);
    Map<String, long[]> exact = new HashMap<>();
    var random = new Random(SEED);
    long now = 0;
    for (int i = 0; i < 200_000; i++) {
      now += random.nextInt(200_000_000);
      String key = "k" + random.nextInt(50_000);
      long[] state = exact.computeIfAbsent(key, k -> new long[2]);
      assertTrue(
          sketch.waitFor(key, now) >= delay.waitFor((int) state[0], state[1], 0, now),
          "seed " + SEED + ", round " + i);
      sketch.fail(key, now);
      state[0] = delay.remembered((int) state[0], state[1], now) + 1L;
      state[1] = now;
    }
  }

  @Test
  void whatIsPendingCountsUntilItIsOver() {
    var sketch = new RateSketch(new Rate(2, Duration.ofSeconds(2)));
    sketch.begin("k");
    sketch.begin("k");
    assertTrue(sketch.waitFor("k", 0) > 0);
    assertEquals(0, sketch.waitFor("other", 0));
    sketch.end("k");
    assertEquals(0, sketch.waitFor("k", 0));
    sketch.end("k");
    sketch.count("k", 0);
    sketch.count("k", 0);
    assertEquals(1_000_000_000L, sketch.waitFor("k", 0));
    sketch.count("k", 0); // above the rate: a debt
    assertEquals(2_000_000_000L, sketch.waitFor("k", 0));
    assertEquals(0, sketch.waitFor("k", 2_000_000_000L));
  }
}
