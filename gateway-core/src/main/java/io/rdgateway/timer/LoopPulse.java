/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.timer;

import io.rdgateway.jfr.LoopLagEvent;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Tells how late an event loop is: a task once a second notes how long after its time it ran. A
 * loop that hangs is noticed as well, since the beat that does not come grows later and later.
 * Anybody may ask.
 */
public final class LoopPulse {
  private static final long BEAT = TimeUnit.SECONDS.toNanos(1);
  private static final int KEPT = 16;

  private final ScheduledExecutorService loop;
  private final LongSupplier ticks;
  private final AtomicLongArray kept = new AtomicLongArray(KEPT);
  private int beats;
  private volatile long due;

  /**
   * The pulse of a loop, from now on.
   *
   * @param ticks the time, in nanoseconds
   */
  public LoopPulse(ScheduledExecutorService loop, LongSupplier ticks) {
    this.loop = loop;
    this.ticks = ticks;
    due = ticks.getAsLong() + BEAT;
    schedule();
  }

  private void schedule() {
    loop.scheduleWithFixedDelay(this::beat, BEAT, BEAT, TimeUnit.NANOSECONDS);
  }

  private void beat() {
    long late = late();
    kept.set(beats++ % KEPT, late);
    LoopLagEvent.tell(late);
    due = ticks.getAsLong() + BEAT;
  }

  private long late() {
    return Math.max(0, ticks.getAsLong() - due);
  }

  /** The longest delay of the last 16 beats and of the one that is due. */
  public Duration lag() {
    long longest = late();
    for (int i = 0; i < KEPT; i++) {
      longest = Math.max(longest, kept.get(i));
    }
    return Duration.ofNanos(longest);
  }
}
