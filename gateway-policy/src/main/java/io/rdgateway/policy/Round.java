/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.Decision;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks policies one after another until the decision stands. Where an answer is late, the round
 * goes on on the executor: whoever completed the answer may be an event loop, and the next policy
 * may block. Cancelling the round cancels the answer that it waits for and asks nobody else.
 */
final class Round<T> extends CompletableFuture<Decision<T>> {

  private static final String NULL = "a policy answered null";

  private final Iterator<AuthorizationPolicy> rest;
  private final Question<T> question;
  private final Tally<T> tally;
  private final Executor executor;
  private volatile @Nullable CompletableFuture<Decision<T>> awaited;

  private Round(
      List<AuthorizationPolicy> policies, Question<T> question, Tally<T> tally, Executor executor) {
    this.rest = policies.iterator();
    this.question = question;
    this.tally = tally;
    this.executor = executor;
  }

  /** Asks and waits. */
  static <T> Decision<T> decide(
      List<AuthorizationPolicy> policies, Question<T> question, Tally<T> tally) throws Exception {
    for (AuthorizationPolicy policy : policies) {
      Decision<T> decision = tally.take(Objects.requireNonNull(question.ask(policy), NULL));
      if (decision != null) {
        return decision;
      }
    }
    return tally.end();
  }

  /** Begins to ask. */
  static <T> CompletableFuture<Decision<T>> begin(
      List<AuthorizationPolicy> policies, Question<T> question, Tally<T> tally, Executor executor) {
    Round<T> round = new Round<>(policies, question, tally, executor);
    round.proceed();
    return round;
  }

  private void proceed() {
    try {
      while (!isDone() && rest.hasNext()) {
        CompletableFuture<Decision<T>> answer =
            Objects.requireNonNull(question.askAsync(rest.next()), NULL);
        if (!answer.isDone()) {
          await(answer);
          return;
        }
        take(answer.join());
      }
      if (!isDone()) {
        complete(tally.end());
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void take(Decision<T> answer) {
    Decision<T> decision = tally.take(Objects.requireNonNull(answer, NULL));
    if (decision != null) {
      complete(decision);
    }
  }

  private void await(CompletableFuture<Decision<T>> answer) {
    awaited = answer;
    if (isDone()) {
      answer.cancel(true);
    }
    CompletableFuture<Void> unused =
        answer
            .thenAcceptAsync(
                decision -> {
                  take(decision);
                  proceed();
                },
                executor)
            .exceptionally(
                e -> {
                  fail(e);
                  return null;
                });
  }

  private void fail(Throwable e) {
    Throwable cause = e instanceof CompletionException ? e.getCause() : null;
    completeExceptionally(cause == null ? e : cause);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    CompletableFuture<Decision<T>> answer = awaited;
    if (answer != null) {
      answer.cancel(mayInterruptIfRunning);
    }
    return cancelled;
  }
}
