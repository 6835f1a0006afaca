/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.timer;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A timer wheel of one event loop, whose only timer runs while somebody waits. Deadlines are met up
 * to two slots late: one for the wheel, one for the timer. All methods belong to that loop.
 */
public final class LoopTimers {
  private static final Logger LOG = LoggerFactory.getLogger(LoopTimers.class);
  private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int SLOTS = 512;

  private final ScheduledExecutorService loop;
  private final LongSupplier ticks;
  private final @Nullable Timed[] wheel = new @Nullable Timed[SLOTS];
  private long position;
  private int waiting;
  private @Nullable ScheduledFuture<?> timer;

  /**
   * The timers of a loop.
   *
   * @param loop runs them
   * @param ticks the time, never negative
   */
  public LoopTimers(ScheduledExecutorService loop, LongSupplier ticks) {
    this.loop = loop;
    this.ticks = ticks;
  }

  /** The current tick. */
  public long now() {
    return ticks.getAsLong();
  }

  /** Takes note of a first deadline, or of one that has come nearer. */
  public void update(Timed timed) {
    long deadline = timed.nextDeadline();
    if (deadline >= timed.wakeUp) {
      return;
    }
    if (timer == null) {
      position = now() / SLOT_NANOS;
      timer = loop.scheduleAtFixedRate(this::turn, SLOT_NANOS, SLOT_NANOS, TimeUnit.NANOSECONDS);
    }
    remove(timed);
    insert(timed, deadline);
  }

  /** Forgets it. */
  public void remove(Timed timed) {
    if (timed.slot < 0) {
      return;
    }
    if (timed.previous != null) {
      timed.previous.next = timed.next;
    } else {
      wheel[timed.slot] = timed.next;
    }
    if (timed.next != null) {
      timed.next.previous = timed.previous;
    }
    timed.previous = null;
    timed.next = null;
    timed.slot = -1;
    timed.wakeUp = Timed.NEVER;
    waiting--;
  }

  private void insert(Timed timed, long deadline) {
    if (deadline == Timed.NEVER) {
      return;
    }
    long due = -Math.floorDiv(-deadline, SLOT_NANOS); // the first slot that is not too early
    long turn = Math.min(Math.max(due, position + 1), position + SLOTS - 1);
    int slot = (int) (turn % SLOTS);
    timed.slot = slot;
    timed.wakeUp = deadline;
    timed.next = wheel[slot];
    if (timed.next != null) {
      timed.next.previous = timed;
    }
    wheel[slot] = timed;
    waiting++;
  }

  private void turn() {
    long now = now();
    long target = now / SLOT_NANOS;
    // After a long pause one round over all slots is enough.
    position = Math.max(position, target - SLOTS);
    while (position < target) {
      position++;
      fire((int) (position % SLOTS), now);
    }
    if (waiting == 0 && timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Empties a slot: what is not due yet goes into a later one, never into this. */
  private void fire(int slot, long now) {
    for (Timed timed = wheel[slot]; timed != null; timed = wheel[slot]) {
      remove(timed);
      if (timed.nextDeadline() <= now) {
        try {
          timed.onTick(now);
        } catch (RuntimeException e) { // an exception would stop the timer of everybody
          LOG.error("a deadline was not handled", e);
        }
      }
      if (timed.slot < 0) { // onTick may have announced a new deadline itself
        insert(timed, timed.nextDeadline());
      }
    }
  }
}
