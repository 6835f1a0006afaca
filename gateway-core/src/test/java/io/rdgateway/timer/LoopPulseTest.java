/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopPulseTest {
  private final ManualLoop loop = new ManualLoop(0);
  private final LoopPulse pulse = new LoopPulse(loop, loop::now);

  @Test
  void aLoopInTimeHasNoLag() {
    for (int i = 0; i < 40; i++) {
      loop.advance(Duration.ofMillis(500));
    }
    assertEquals(Duration.ZERO, pulse.lag());
  }

  @Test
  void aLateBeatIsRememberedForSixteenBeats() {
    loop.advance(Duration.ofMillis(1_250));
    for (int i = 0; i < 15; i++) {
      assertEquals(Duration.ofMillis(250), pulse.lag());
      loop.advance(Duration.ofSeconds(1));
    }
    assertEquals(Duration.ofMillis(250), pulse.lag());
    loop.advance(Duration.ofSeconds(1));
    assertEquals(Duration.ZERO, pulse.lag());
  }

  @Test
  void aBeatThatDoesNotComeGrowsLater() {
    long[] now = {0};
    LoopPulse hung = new LoopPulse(new ManualLoop(0), () -> now[0]);
    now[0] = Duration.ofSeconds(31).toNanos();
    assertEquals(Duration.ofSeconds(30), hung.lag());
  }
}
