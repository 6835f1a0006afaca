/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a hook: started on its executor, answered on the event loop that asked, exactly once,
 * unless it was cancelled before. All methods belong to that loop.
 *
 * @param <T> what the hook answers
 */
public final class HookCall<T> {
  private static final Logger LOG = LoggerFactory.getLogger(HookCall.class);

  private final HookKind kind;
  private final ScheduledExecutorService loop;
  private final Consumer<T> onAnswer;
  private final Consumer<HookFailure> onFailure;
  private @Nullable FutureTask<@Nullable Void> task;
  private @Nullable Future<?> timer;

  /** The hook's own future, written by the hook's thread. */
  private volatile @Nullable CompletionStage<T> stage;

  private volatile boolean over;

  private HookCall(
      HookKind kind,
      ScheduledExecutorService loop,
      Consumer<T> onAnswer,
      Consumer<HookFailure> onFailure) {
    this.kind = kind;
    this.loop = loop;
    this.onAnswer = onAnswer;
    this.onFailure = onFailure;
  }

  /**
   * Starts a call.
   *
   * @param executor where the hook starts
   * @param loop the event loop of the caller, where the answer goes
   * @param deadline how long it may take, the wait for a thread included
   * @param hook what is called
   * @param onAnswer takes the answer, never null
   * @param onFailure takes the reason why there is none
   * @return the call, to be cancelled
   */
  public static <T> HookCall<T> start(
      HookKind kind,
      Executor executor,
      ScheduledExecutorService loop,
      Duration deadline,
      Hook<T> hook,
      Consumer<T> onAnswer,
      Consumer<HookFailure> onFailure) {
    HookCall<T> call = new HookCall<>(kind, loop, onAnswer, onFailure);
    call.begin(executor, deadline, hook);
    return call;
  }

  private void begin(Executor executor, Duration deadline, Hook<T> hook) {
    timer =
        loop.schedule(
            () -> fail(new HookFailure(HookFailure.Kind.TIMED_OUT, null)),
            deadline.toMillis(),
            TimeUnit.MILLISECONDS);
    task =
        new FutureTask<>(
            () -> {
              call(executor, hook);
              return null;
            });
    execute(executor, task);
  }

  private void execute(Executor executor, Runnable step) {
    try {
      executor.execute(step);
    } catch (RejectedExecutionException e) {
      // Answered later like every other failure, so that callers need not expect an answer within
      // their own call.
      toLoop(() -> fail(new HookFailure(HookFailure.Kind.OVERLOADED, null)));
    }
  }

  /** Runs on the hook's executor. */
  private void call(Executor executor, Hook<T> hook) {
    try {
      CompletionStage<T> answer = hook.call();
      if (answer == null) {
        toLoop(() -> fail(new HookFailure(HookFailure.Kind.NO_ANSWER, null)));
        return;
      }
      stage = answer;
      if (over) {
        cancel(answer);
      }
      Thread caller = Thread.currentThread();
      answer.whenComplete((value, error) -> arrived(executor, caller, hook, value, error));
    } catch (Throwable e) { // an Error of a hook must not leave a client without an answer
      toLoop(() -> fail(new HookFailure(HookFailure.Kind.FAILED, e)));
    }
  }

  /** Runs on the thread that brings the answer, which may be any; {@code caller} may block. */
  private void arrived(
      Executor executor,
      Thread caller,
      Hook<T> hook,
      @Nullable T value,
      @Nullable Throwable error) {
    if (value == null || error != null || !(hook instanceof Hook.Judged<T> judged)) {
      toLoop(() -> complete(value, error));
    } else if (Thread.currentThread() == caller) {
      judge(judged, value);
    } else {
      execute(executor, () -> judge(judged, value));
    }
  }

  /** Runs on the hook's executor. */
  private void judge(Hook.Judged<T> hook, T value) {
    if (over) {
      return;
    }
    try {
      T judgement = hook.judge(value);
      toLoop(() -> complete(judgement, null));
    } catch (Throwable e) { // the same: no answer must get lost
      toLoop(() -> fail(new HookFailure(HookFailure.Kind.FAILED, e)));
    }
  }

  private void toLoop(Runnable step) {
    try {
      loop.execute(step);
    } catch (RejectedExecutionException e) {
      LOG.debug("a {} hook answered after the gateway had closed", kind);
    }
  }

  private void complete(@Nullable T value, @Nullable Throwable error) {
    if (error != null) {
      fail(new HookFailure(HookFailure.Kind.FAILED, error));
    } else if (value == null) {
      fail(new HookFailure(HookFailure.Kind.NO_ANSWER, null));
    } else if (finish()) {
      onAnswer.accept(value);
    }
  }

  private void fail(HookFailure failure) {
    if (!finish()) {
      return;
    }
    if (failure.cause() != null) {
      LOG.warn("a {} hook failed, which refuses the client", kind, failure.cause());
    }
    stop();
    onFailure.accept(failure);
  }

  /** Takes the answer away from whoever is waiting, and interrupts or cancels the hook. */
  public void cancel() {
    if (finish()) {
      stop();
    }
  }

  private boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    return true;
  }

  private void stop() {
    if (task != null) {
      task.cancel(true);
    }
    CompletionStage<T> running = stage;
    if (running != null) {
      cancel(running);
    }
  }

  private void cancel(CompletionStage<T> running) {
    try {
      running.toCompletableFuture().cancel(true);
    } catch (UnsupportedOperationException e) {
      LOG.debug("the stage of a {} hook cannot be cancelled", kind);
    }
  }
}
