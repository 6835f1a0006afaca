/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of the machines: nanoseconds since the gateway's start, never negative. Wall-clock times
 * are mapped to it once, so that a clock that is set does not end tunnels.
 */
public final class Ticks {
  private Ticks() {}

  /**
   * The time after a duration; {@link Long#MAX_VALUE}, which never comes, if that is too far away.
   */
  public static long after(long now, Duration duration) {
    try {
      return Math.addExact(now, duration.toNanos());
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The tick of a wall-clock time, given one pair of both. */
  public static long at(Instant time, long now, Instant wallNow) {
    Duration away = Duration.between(wallNow, time);
    return away.isNegative() ? now : after(now, away);
  }
}
