/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits, with a bound, for what another process does. The only place that looks again and again.
 */
final class Await {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  /** The first value that the source yields; empty if it yields none in time. */
  static <T> Optional<T> value(Duration bound, Supplier<Optional<T>> source) {
    long end = System.nanoTime() + bound.toNanos();
    Optional<T> found = source.get();
    while (found.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while waiting");
      }
      found = source.get();
    }
    return found;
  }

  /** Whether the condition comes true in time. */
  static boolean until(Duration bound, BooleanSupplier condition) {
    return value(
            bound, () -> condition.getAsBoolean() ? Optional.of(Boolean.TRUE) : Optional.empty())
        .isPresent();
  }
}
