/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.timer.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HookExecutorsTest {
  private static final int THREADS = 16;
  private static final int QUEUE = 1024;

  private final ManualLoop loop = new ManualLoop(0);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  private void call(HookExecutors hooks, HookKind kind, CountDownLatch gate, List<Object> out) {
    HookCall.start(
        kind,
        hooks.of(kind),
        loop,
        Duration.ofMinutes(1),
        () -> {
          threads.add(Thread.currentThread());
          gate.await();
          return CompletableFuture.completedFuture("answer");
        },
        out::add,
        out::add);
  }

  @Test
  void boundsTheCallsOfAKindAndLeavesTheOthersAlone() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    List<Object> answers = new ArrayList<>();
    try (HookExecutors hooks = new HookExecutors(null)) {
      for (int i = 0; i < THREADS + QUEUE; i++) {
        call(hooks, HookKind.AUTHENTICATION, gate, answers);
      }
      loop.runTasks();
      assertEquals(List.of(), answers);
      call(hooks, HookKind.AUTHENTICATION, gate, answers);
      loop.runTasks();
      assertEquals(List.of(new HookFailure(HookFailure.Kind.OVERLOADED, null)), answers);
      answers.clear();

      for (HookKind kind : HookKind.values()) {
        if (kind != HookKind.AUTHENTICATION) {
          call(hooks, kind, new CountDownLatch(0), answers);
          loop.awaitTask();
        }
      }
      assertEquals(HookKind.values().length - 1, answers.size());
      answers.clear();

      gate.countDown();
      for (int i = 0; i < THREADS + QUEUE; i++) {
        loop.awaitTask();
      }
      assertEquals(THREADS + QUEUE, answers.size());
      assertEquals(Set.of("answer"), Set.copyOf(answers));
      assertEquals(THREADS + HookKind.values().length - 1, threads.size());
    }
    noThreadIsLeft();
  }

  @Test
  void closeInterruptsWhatRuns() throws Exception {
    HookExecutors hooks = new HookExecutors(null);
    CountDownLatch running = new CountDownLatch(HookKind.values().length);
    for (HookKind kind : HookKind.values()) {
      hooks
          .of(kind)
          .execute(
              () -> {
                threads.add(Thread.currentThread());
                running.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
    assertTrue(running.await(10, TimeUnit.SECONDS));
    hooks.close();
    noThreadIsLeft();

    List<Object> answers = new ArrayList<>();
    call(hooks, HookKind.RESOLVER, new CountDownLatch(0), answers);
    loop.runTasks();
    assertEquals(List.of(new HookFailure(HookFailure.Kind.OVERLOADED, null)), answers);
  }

  private void noThreadIsLeft() throws InterruptedException {
    assertFalse(threads.isEmpty());
    for (Thread thread : threads) {
      assertTrue(thread.isDaemon() && thread.getName().startsWith("rdgateway-"));
      thread.join(TimeUnit.SECONDS.toMillis(10));
      assertFalse(thread.isAlive());
    }
  }

  @Test
  void usesTheApplicationsExecutorAndLeavesItOpen() {
    List<Runnable> tasks = new ArrayList<>();
    Executor application = tasks::add;
    HookExecutors hooks = new HookExecutors(application);
    for (HookKind kind : HookKind.values()) {
      assertSame(application, hooks.of(kind));
    }
    hooks.close();
    hooks.of(HookKind.RESOLVER).execute(() -> {});
    assertEquals(1, tasks.size());
  }
}
