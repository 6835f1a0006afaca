/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the gateway itself makes of the answers of hooks. */
class HookJudgementTest extends CalledHook {
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
}
