/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A hook to be called, on the executor of its kind, where it may block. An exception is a failure
 * of the call.
 *
 * @param <T> what the hook answers
 */
@FunctionalInterface
public interface Hook<T> {
  /** Calls the application. */
  @Nullable CompletionStage<T> call() throws Exception;

  /**
   * A hook whose answer the gateway itself judges, away from the event loops as well: an
   * application may complete its future on any thread, even on one of them.
   *
   * @param <T> what the hook answers
   */
  interface Judged<T> extends Hook<T> {
    /** Judges an answer, on the executor of the hook; may block. */
    T judge(T answer);
  }
}
