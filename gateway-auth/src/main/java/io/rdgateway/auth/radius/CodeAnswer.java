/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A sign-in whose first challenge is answered by the code that was typed with the password. */
final class CodeAnswer extends CompletableFuture<RadiusOutcome> {
  private volatile CompletableFuture<RadiusOutcome> running;

  CodeAnswer(CompletableFuture<RadiusOutcome> first, String code) {
    running = first;
    var unused =
        first.whenComplete(
            (outcome, error) -> {
              if (outcome instanceof RadiusOutcome.Challenged challenged && !isDone()) {
                CompletableFuture<RadiusOutcome> second = challenged.answer(code);
                running = second;
                if (isCancelled()) {
                  second.cancel(true);
                }
                var ignored = second.whenComplete(this::settle);
              } else {
                settle(outcome, error);
              }
            });
  }

  private void settle(@Nullable RadiusOutcome outcome, @Nullable Throwable error) {
    if (error != null) {
      completeExceptionally(error);
    } else if (outcome != null) {
      complete(outcome);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    running.cancel(mayInterruptIfRunning);
    return cancelled;
  }
}
