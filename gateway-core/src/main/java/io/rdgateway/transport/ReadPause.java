/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import java.util.function.LongSupplier;

/**
 * Whether one side of a tunnel is not read at the moment, so that its pauses are counted. The clock
 * is looked at only when that changes. Belongs to the tunnel's loop.
 */
final class ReadPause {
  private static final long READING = -1;

  private final LoopCounts.Pauses pauses;
  private final LongSupplier ticks;
  private long since = READING;

  ReadPause(LoopCounts.Pauses pauses, LongSupplier ticks) {
    this.pauses = pauses;
    this.ticks = ticks;
  }

  /** The side is read from now on, or is not; saying the same again changes nothing. */
  void reading(boolean on) {
    if (on == (since == READING)) {
      return;
    }
    if (on) {
      pauses.end(ticks.getAsLong() - since);
      since = READING;
    } else {
      since = ticks.getAsLong();
      pauses.begin();
    }
  }
}
