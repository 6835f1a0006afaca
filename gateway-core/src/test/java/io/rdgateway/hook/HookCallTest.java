/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.timer.ManualLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HookCallTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final ManualLoop loop = new ManualLoop(0);
  private final List<Object> answers = new ArrayList<>();
  private final AtomicReference<@Nullable Thread> hookThread = new AtomicReference<>();

  private HookCall<String> start(Executor executor, Hook<String> hook) {
    return HookCall.start(
        HookKind.RESOLVER, executor, loop, DEADLINE, hook, answers::add, answers::add);
  }

  private HookCall<String> start(Hook<String> hook) {
    return start(Runnable::run, hook);
  }

  private void inThread(Runnable task) {
    Thread thread = new Thread(task, "test-hook");
    hookThread.set(thread);
    thread.start();
  }

  private void joinHook() throws InterruptedException {
    Thread thread = Objects.requireNonNull(hookThread.get());
    thread.join(TimeUnit.SECONDS.toMillis(10));
    assertFalse(thread.isAlive());
  }

  /** Nothing comes twice, and nothing comes later. */
  @AfterEach
  void answersOnce() {
    int size = answers.size();
    loop.advance(DEADLINE.multipliedBy(2));
    assertEquals(size, answers.size());
    assertTrue(size <= 1);
    assertEquals(0, loop.timers());
  }

  private HookFailure failure() {
    loop.runTasks();
    assertEquals(1, answers.size());
    return (HookFailure) answers.get(0);
  }

  @Test
  void answersOnTheLoop() {
    start(() -> CompletableFuture.completedFuture("yes"));
    assertEquals(List.of(), answers);
    loop.runTasks();
    assertEquals(List.of("yes"), answers);
  }

  @Test
  void answersWhenTheFutureComes() {
    CompletableFuture<String> future = new CompletableFuture<>();
    start(() -> future);
    loop.advance(Duration.ofSeconds(9));
    assertEquals(List.of(), answers);
    future.complete("yes");
    loop.runTasks();
    assertEquals(List.of("yes"), answers);
  }

  @Test
  void anExceptionIsAFailure() {
    Exception error = new IOException("no directory");
    start(
        () -> {
          throw error;
        });
    assertEquals(new HookFailure(HookFailure.Kind.FAILED, error), failure());
  }

  @Test
  void anErrorIsAFailure() {
    Error error = new StackOverflowError();
    start(
        () -> {
          throw error;
        });
    assertSame(error, failure().cause());
  }

  @Test
  void aFailedFutureIsAFailure() {
    RuntimeException error = new IllegalStateException("no");
    start(() -> CompletableFuture.failedFuture(error));
    assertEquals(new HookFailure(HookFailure.Kind.FAILED, error), failure());
  }

  @Test
  void aFutureThatTheHookCancelsIsAFailure() {
    CompletableFuture<String> future = new CompletableFuture<>();
    start(() -> future);
    assertTrue(future.cancel(true));
    assertEquals(HookFailure.Kind.FAILED, failure().kind());
  }

  @Test
  void nothingIsAFailure() {
    start(() -> null);
    assertEquals(new HookFailure(HookFailure.Kind.NO_ANSWER, null), failure());
  }

  @Test
  @SuppressWarnings("NullAway") // what careless hooks do
  void aFutureOfNothingIsAFailure() {
    start(() -> CompletableFuture.completedFuture(null));
    assertEquals(new HookFailure(HookFailure.Kind.NO_ANSWER, null), failure());
  }

  /** A hook whose answer is judged; the judgement says on which thread it was made. */
  private static Hook.Judged<String> judged(CompletionStage<String> answer) {
    return new Hook.Judged<>() {
      @Override
      public CompletionStage<String> call() {
        return answer;
      }

      @Override
      public String judge(String answer) {
        if (answer.equals("bad")) {
          throw new IllegalStateException("cannot be judged");
        }
        return answer + " on " + Thread.currentThread().getName();
      }
    };
  }

  @Test
  void anAnswerIsJudgedByTheThreadOfTheHook() throws Exception {
    start(this::inThread, judged(CompletableFuture.completedFuture("yes")));
    joinHook();
    loop.runTasks();
    assertEquals(List.of("yes on test-hook"), answers);
  }

  /** The application may complete its future anywhere, even on one of our event loops. */
  @Test
  void anAnswerThatComesLaterIsJudgedOnTheExecutorOfTheHook() throws Exception {
    List<Runnable> queue = new ArrayList<>();
    CompletableFuture<String> future = new CompletableFuture<>();
    start(queue::add, judged(future));
    queue.remove(0).run();
    inThread(() -> future.complete("yes"));
    joinHook();
    loop.runTasks();
    assertEquals(List.of(), answers);
    queue.remove(0).run();
    loop.runTasks();
    assertEquals(List.of("yes on " + Thread.currentThread().getName()), answers);
  }

  @Test
  void noRoomForTheJudgementIsAFailure() throws Exception {
    List<Runnable> queue = new ArrayList<>();
    CompletableFuture<String> future = new CompletableFuture<>();
    start(
        task -> {
          if (!queue.isEmpty()) {
            throw new RejectedExecutionException();
          }
          queue.add(task);
        },
        judged(future));
    queue.get(0).run();
    inThread(() -> future.complete("yes"));
    joinHook();
    assertEquals(HookFailure.Kind.OVERLOADED, failure().kind());
  }

  @Test
  void whatWasCancelledIsNotJudgedAnyMore() throws Exception {
    List<Runnable> queue = new ArrayList<>();
    CompletableFuture<String> future = new CompletableFuture<>();
    AtomicReference<@Nullable String> seen = new AtomicReference<>();
    HookCall<String> call =
        start(
            queue::add,
            new Hook.Judged<>() {
              @Override
              public CompletionStage<String> call() {
                return future;
              }

              @Override
              public String judge(String answer) {
                seen.set(answer);
                return answer;
              }
            });
    queue.remove(0).run();
    inThread(() -> future.complete("yes"));
    joinHook();
    call.cancel();
    queue.remove(0).run();
    loop.runTasks();
    assertEquals(null, seen.get());
    assertEquals(List.of(), answers);
  }

  @Test
  void anAnswerThatCannotBeJudgedIsAFailure() {
    start(judged(CompletableFuture.completedFuture("bad")));
    HookFailure failure = failure();
    assertEquals(HookFailure.Kind.FAILED, failure.kind());
    assertTrue(failure.cause() instanceof IllegalStateException);
  }

  @Test
  @SuppressWarnings("NullAway") // what careless hooks do
  void nothingIsNotJudged() {
    start(judged(CompletableFuture.completedFuture(null)));
    assertEquals(new HookFailure(HookFailure.Kind.NO_ANSWER, null), failure());
  }

  @Test
  void cancelledWhileAnAnswerToBeJudgedIsOutTheFutureIsCancelled() {
    CompletableFuture<String> future = new CompletableFuture<>();
    start(judged(future)).cancel();
    assertTrue(future.isCancelled());
    loop.runTasks();
    assertEquals(List.of(), answers);
  }

  @Test
  void aLateFutureIsCancelled() {
    CompletableFuture<String> future = new CompletableFuture<>();
    start(() -> future);
    loop.advance(DEADLINE.minusMillis(1));
    assertEquals(List.of(), answers);
    loop.advance(Duration.ofMillis(1));
    assertEquals(HookFailure.Kind.TIMED_OUT, failure().kind());
    assertTrue(future.isCancelled());
  }

  @Test
  void anAnswerThatComesWithTheDeadlineCountsOnce() {
    CompletableFuture<String> future = new CompletableFuture<>();
    start(() -> future);
    future.complete("yes");
    loop.advance(DEADLINE);
    assertEquals(List.of("yes"), answers);
  }

  /** A stage need not be a future: {@link CompletionStage#toCompletableFuture} says so. */
  @Test
  void aLateStageThatCannotBeCancelledIsLeftAlone() {
    CompletableFuture<String> future =
        new CompletableFuture<>() {
          @Override
          public CompletableFuture<String> toCompletableFuture() {
            throw new UnsupportedOperationException();
          }
        };
    start(() -> future);
    loop.advance(DEADLINE);
    assertEquals(HookFailure.Kind.TIMED_OUT, failure().kind());
    future.complete("late");
  }

  @Test
  void interruptsAHookThatBlocksTooLong() throws Exception {
    CountDownLatch blocking = new CountDownLatch(1);
    AtomicReference<@Nullable Exception> seen = new AtomicReference<>();
    start(
        this::inThread,
        () -> {
          blocking.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            seen.set(e);
          }
          return CompletableFuture.completedFuture("late");
        });
    assertTrue(blocking.await(10, TimeUnit.SECONDS));
    loop.advance(DEADLINE);
    joinHook();
    assertEquals(HookFailure.Kind.TIMED_OUT, failure().kind());
    assertTrue(seen.get() instanceof InterruptedException);
  }

  @Test
  void noRoomIsAFailureThatComesLater() {
    start(
        task -> {
          throw new RejectedExecutionException();
        },
        () -> CompletableFuture.completedFuture("never"));
    assertEquals(List.of(), answers);
    assertEquals(HookFailure.Kind.OVERLOADED, failure().kind());
  }

  @Test
  void theWaitForAThreadCounts() {
    List<Runnable> queue = new ArrayList<>();
    List<String> calls = new ArrayList<>();
    start(
        queue::add,
        () -> {
          calls.add("called");
          return CompletableFuture.completedFuture("late");
        });
    loop.advance(DEADLINE);
    assertEquals(HookFailure.Kind.TIMED_OUT, failure().kind());
    queue.forEach(Runnable::run);
    assertEquals(List.of(), calls);
  }

  @Test
  void cancelledBeforeItStartsItIsNeverCalled() {
    List<Runnable> queue = new ArrayList<>();
    List<String> calls = new ArrayList<>();
    HookCall<String> call =
        start(
            queue::add,
            () -> {
              calls.add("called");
              return CompletableFuture.completedFuture("yes");
            });
    call.cancel();
    queue.forEach(Runnable::run);
    loop.runTasks();
    assertEquals(List.of(), calls);
    assertEquals(List.of(), answers);
  }

  @Test
  void cancelledWhileItBlocksItIsInterrupted() throws Exception {
    CountDownLatch blocking = new CountDownLatch(1);
    HookCall<String> call =
        start(
            this::inThread,
            () -> {
              blocking.countDown();
              new CountDownLatch(1).await();
              return CompletableFuture.completedFuture("never");
            });
    assertTrue(blocking.await(10, TimeUnit.SECONDS));
    call.cancel();
    joinHook();
    loop.runTasks();
    assertEquals(List.of(), answers);
  }

  @Test
  void cancelledWhileItsFutureIsOutTheFutureIsCancelled() {
    CompletableFuture<String> future = new CompletableFuture<>();
    start(() -> future).cancel();
    assertTrue(future.isCancelled());
    loop.runTasks();
    assertEquals(List.of(), answers);
  }

  /** The hook has begun when the call is cancelled, and makes its future afterwards. */
  @Test
  void aFutureThatIsMadeAfterTheCancellationIsCancelled() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<String> future = new CompletableFuture<>();
    HookCall<String> call =
        start(
            this::inThread,
            () -> {
              begun.countDown();
              awaitWithoutInterruption(goOn);
              return future;
            });
    assertTrue(begun.await(10, TimeUnit.SECONDS));
    call.cancel();
    goOn.countDown();
    joinHook();
    loop.runTasks();
    assertTrue(future.isCancelled());
    assertEquals(List.of(), answers);
  }

  private static void awaitWithoutInterruption(CountDownLatch latch) {
    for (boolean done = false; !done; ) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        done = false; // this hook does not care
      }
    }
  }

  @Test
  void cancelledAfterTheAnswerNothingChanges() {
    HookCall<String> call = start(() -> CompletableFuture.completedFuture("yes"));
    loop.runTasks();
    call.cancel();
    call.cancel();
    assertEquals(List.of("yes"), answers);
  }

  @Test
  void cancelledBetweenTheAnswerAndTheLoopNothingArrives() {
    HookCall<String> call = start(() -> CompletableFuture.completedFuture("yes"));
    call.cancel();
    loop.runTasks();
    assertEquals(List.of(), answers);
  }

  @Test
  void anAnswerForALoopThatHasClosedIsDropped() {
    CompletableFuture<String> future = new CompletableFuture<>();
    HookCall<String> call = start(() -> future);
    loop.shutdown();
    assertTrue(future.complete("late"));
    call.cancel();
    assertEquals(List.of(), answers);
  }

  @Test
  void explainsItselfWithoutTheMessageOfTheHook() {
    HookFailure failed =
        new HookFailure(HookFailure.Kind.FAILED, new IllegalStateException("password=hunter2"));
    assertEquals(
        "the resolver hook failed with java.lang.IllegalStateException",
        failed.explanation(HookKind.RESOLVER));
    for (HookFailure.Kind kind : HookFailure.Kind.values()) {
      String text = new HookFailure(kind, null).explanation(HookKind.CONNECTION_POLICY);
      assertTrue(text.contains("connection-policy"), text);
    }
  }
}
