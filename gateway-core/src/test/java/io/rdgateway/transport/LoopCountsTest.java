/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.GatewayStatistics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopCountsTest {
  private final LoopCounts one = new LoopCounts();
  private final LoopCounts two = new LoopCounts();
  private long now;

  private GatewayStatistics.Pauses hostPauses() {
    return LoopCounts.pauses(List.of(one, two), LoopCounts::hostPauses);
  }

  @Test
  void addsUpWhatTheLoopsHaveCarried() {
    one.carried(1, 10);
    two.carried(2, 20);
    one.carried(3, 0);
    assertEquals(6, LoopCounts.bytesFromClients(List.of(one, two)));
    assertEquals(30, LoopCounts.bytesToClients(List.of(one, two)));
  }

  @Test
  void countsEachPauseOnceWhateverIsSaidTwice() {
    ReadPause first = new ReadPause(one.hostPauses(), () -> now);
    ReadPause second = new ReadPause(two.hostPauses(), () -> now);
    first.reading(true);
    assertEquals(new GatewayStatistics.Pauses(0, 0, Duration.ZERO), hostPauses());
    first.reading(false);
    now = 5;
    first.reading(false);
    second.reading(false);
    assertEquals(new GatewayStatistics.Pauses(2, 0, Duration.ZERO), hostPauses());
    now = 7;
    first.reading(true);
    first.reading(true);
    assertEquals(new GatewayStatistics.Pauses(1, 1, Duration.ofNanos(7)), hostPauses());
    second.reading(true);
    assertEquals(new GatewayStatistics.Pauses(0, 2, Duration.ofNanos(9)), hostPauses());
    assertEquals(0, LoopCounts.pauses(List.of(one, two), LoopCounts::clientPauses).ended());
  }
}
