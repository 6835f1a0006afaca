/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A hook to be called, and what the gateway itself makes of its answer. Neither runs on an event
 * loop, so both may block; an exception of either is a failure of the call.
 *
 * @param <T> what the hook answers
 */
@FunctionalInterface
public interface Hook<T> {
  /** Calls the application, on the executor of the hook. */
  @Nullable CompletionStage<T> call() throws Exception;

  /**
   * Judges an answer, on the thread that brings it: the one of the hook's executor, or the one that
   * completes the application's future.
   */
  default T judge(T answer) {
    return answer;
  }
}
