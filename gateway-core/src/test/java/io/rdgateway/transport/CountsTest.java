/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CountsTest {

  @Test
  void countsUpToTheBoundOfEachKey() {
    Counts<String> counts = new Counts<>();
    assertTrue(counts.tryAdd("a", 2));
    assertTrue(counts.tryAdd("a", 2));
    assertFalse(counts.tryAdd("a", 2));
    assertTrue(counts.tryAdd("a", 3));
    assertFalse(counts.tryAdd("b", 0));
    assertEquals(3, counts.get("a"));
    assertEquals(0, counts.get("b"));
  }

  @Test
  void neverGoesBelowZero() {
    Counts<String> counts = new Counts<>();
    counts.remove("a");
    assertTrue(counts.tryAdd("a", 1));
    counts.remove("a");
    counts.remove("a");
    assertEquals(0, counts.get("a"));
    assertTrue(counts.tryAdd("a", 1));
    assertFalse(counts.tryAdd("a", 1));
  }

  @Test
  void twoThreadsNeverPassTheBoundAndEndAtZero() throws Exception {
    Counts<String> counts = new Counts<>();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger entered = new AtomicInteger();
    InParallel.run(
        () -> {
          for (int i = 0; i < 20_000; i++) {
            if (counts.tryAdd("a", 1)) {
              assertEquals(1, inside.incrementAndGet());
              entered.incrementAndGet();
              inside.decrementAndGet();
              counts.remove("a");
            }
          }
        });
    assertEquals(0, counts.get("a"));
    assertTrue(entered.get() > 0);
  }
}
