/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that one check may spend on asking others, all requests together. */
final class Budget {
  private final LongSupplier nanoTime;
  private final long end;

  Budget(LongSupplier nanoTime, Duration time) {
    this.nanoTime = nanoTime;
    end = nanoTime.getAsLong() + time.toNanos();
  }

  /** What is left, at least one millisecond. */
  int millisLeft() throws SocketTimeoutException {
    long left = (end - nanoTime.getAsLong()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("the time for asking the authority is over");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }
}
