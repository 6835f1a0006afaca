/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HookCallTest extends CalledHook {
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
