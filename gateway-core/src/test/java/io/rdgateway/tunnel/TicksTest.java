/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TicksTest {
  private static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void addsAndNeverWrapsAround() {
    assertEquals(1_500, Ticks.after(500, Duration.ofNanos(1_000)));
    assertEquals(Long.MAX_VALUE, Ticks.after(1, Duration.ofNanos(Long.MAX_VALUE)));
    assertEquals(Long.MAX_VALUE, Ticks.after(0, Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void mapsWallClockTimes() {
    assertEquals(100, Ticks.at(WALL, 100, WALL));
    assertEquals(100 + 3_000_000_000L, Ticks.at(WALL.plusSeconds(3), 100, WALL));
    assertEquals(100, Ticks.at(WALL.minusSeconds(3), 100, WALL));
    assertEquals(100, Ticks.at(Instant.MIN, 100, WALL));
    assertEquals(Long.MAX_VALUE, Ticks.at(Instant.MAX, 100, WALL));
  }
}
