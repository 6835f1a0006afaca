/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.timer;

import org.jspecify.annotations.Nullable;

/**
 * Something with deadlines that belongs to one event loop. A deadline that moves later costs
 * nothing: the wheel asks again when the old one comes. One that moves earlier must be announced by
 * {@link LoopTimers#update}.
 */
public abstract class Timed {
  /** Never. */
  public static final long NEVER = Long.MAX_VALUE;

  @Nullable Timed previous;
  @Nullable Timed next;
  int slot = -1;
  long wakeUp = NEVER;

  /** When {@link #onTick} has something to do at the earliest. */
  protected abstract long nextDeadline();

  /** The deadline has come, or nearly so. */
  protected abstract void onTick(long now);
}
