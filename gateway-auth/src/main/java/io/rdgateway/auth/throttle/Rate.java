/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import java.time.Duration;

/**
 * So many in any period on average, and as many at once after a quiet period.
 *
 * @param count 1 to 1,000,000
 * @param period one second to 30 days
 */
public record Rate(int count, Duration period) {
  /** Checks the ranges. */
  public Rate {
    if (count < 1 || count > 1_000_000) {
      throw new IllegalArgumentException("a rate counts 1 to 1,000,000, not " + count);
    }
    if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("the period of a rate is 1 s to 30 days, not " + period);
    }
  }

  /** What one of them costs, of a period. */
  long costNanos() {
    return period.toNanos() / count;
  }
}
