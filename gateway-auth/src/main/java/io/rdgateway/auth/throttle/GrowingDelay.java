/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import java.time.Duration;

/**
 * Waiting times that double with each failure.
 *
 * @param free how many failures cost no time; 1 to 1,000
 * @param first the wait after the last free one; at least a millisecond
 * @param longest where doubling ends; at least {@code first}, at most a day
 * @param memory after so long without a failure all is forgotten; longer than {@code longest}, at
 *     most 30 days
 */
public record GrowingDelay(int free, Duration first, Duration longest, Duration memory) {
  private static final int MAX_DOUBLINGS = 40;

  /** Checks the ranges. */
  public GrowingDelay {
    if (free < 1 || free > 1000) {
      throw new IllegalArgumentException("1 to 1,000 failures can be free, not " + free);
    }
    if (first.compareTo(Duration.ofMillis(1)) < 0
        || longest.compareTo(first) < 0
        || longest.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "delays grow from at least 1 ms to at most a day, not from " + first + " to " + longest);
    }
    if (memory.compareTo(longest) <= 0 || memory.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException(
          "failures are remembered for longer than the longest delay and at most 30 days, not "
              + memory);
    }
  }

  /** How many failures still count. */
  int remembered(int failures, long lastFailure, long now) {
    return now - lastFailure > memory.toNanos() ? 0 : failures;
  }

  /**
   * How long the next try has to wait.
   *
   * @param failures so far
   * @param lastFailure when the last one was
   * @param pending tries that nobody has judged yet; each may become a failure
   * @return nanoseconds; 0 if it may be judged now
   */
  long waitFor(int failures, long lastFailure, int pending, long now) {
    int counted = remembered(failures, lastFailure, now);
    if (counted + pending < free) {
      return 0;
    }
    if (pending > 0) {
      return first.toNanos(); // one at a time
    }
    return Math.max(0, lastFailure + after(counted) - now);
  }

  private long after(int failures) {
    long nanos = first.toNanos();
    long limit = longest.toNanos();
    for (int i = Math.min(failures - free, MAX_DOUBLINGS); i > 0 && nanos < limit; i--) {
      nanos *= 2;
    }
    return Math.min(nanos, limit);
  }
}
