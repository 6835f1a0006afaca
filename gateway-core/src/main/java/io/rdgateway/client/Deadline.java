/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Bounds a step in time, whatever the peer does: a socket's own timeout starts anew with each byte
 * that a peer drips, and there is none for writing.
 */
final class Deadline {
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  /**
   * Starts the time.
   *
   * @param expired ends the step, must not block: it runs on the one timer thread of the JDK
   */
  Deadline(Duration time, Runnable expired) {
    end.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (met, late) -> {
              if (late != null) {
                expired.run();
              }
            });
  }

  /** The step is over; false if the time was over first. */
  boolean met() {
    return end.complete(true);
  }
}
