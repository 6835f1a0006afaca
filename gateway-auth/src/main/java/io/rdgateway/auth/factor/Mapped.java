/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** A future made from another one, which it cancels with itself. */
public final class Mapped<S, T> extends CompletableFuture<T> {
  private final CompletableFuture<S> source;

  private Mapped(CompletableFuture<S> source) {
    this.source = source;
  }

  /**
   * What a future will give, made into something else.
   *
   * @param source gives a value; is cancelled when the result is
   * @param function runs on the thread that completes the source and must not block
   * @param <S> what the source gives
   * @param <T> what is made of it
   * @return the result; fails as the source or the function does
   */
  public static <S, T> CompletableFuture<T> of(
      CompletableFuture<S> source, Function<? super S, ? extends T> function) {
    return of(
        source,
        function,
        error -> {
          throw new CompletionException(error);
        });
  }

  /**
   * The same for a failure that means something.
   *
   * @param source gives a value; is cancelled when the result is
   * @param function runs on the thread that completes the source and must not block
   * @param failure the same for a failure of the source; throws what it has no value for
   * @param <S> what the source gives
   * @param <T> what is made of it
   * @return the result
   */
  public static <S, T> CompletableFuture<T> of(
      CompletableFuture<S> source,
      Function<? super S, ? extends T> function,
      Function<Throwable, ? extends T> failure) {
    Mapped<S, T> result = new Mapped<>(source);
    var unused =
        source.whenComplete(
            (value, error) -> {
              try {
                result.complete(error == null ? function.apply(value) : failure.apply(error));
              } catch (RuntimeException e) {
                result.completeExceptionally(cause(e));
              }
            });
    return result;
  }

  /**
   * Waits for a future, for a form that blocks. An interruption cancels it.
   *
   * @param future what is waited for
   * @param <T> what it gives
   * @return its value
   * @throws Exception what it failed with
   */
  public static <T> T await(CompletableFuture<T> future) throws Exception {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static Throwable cause(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : null;
    return cause == null ? error : cause;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    source.cancel(mayInterruptIfRunning);
    return cancelled;
  }
}
