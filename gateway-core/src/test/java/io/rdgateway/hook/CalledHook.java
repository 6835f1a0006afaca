/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.timer.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What tests of hooks share: a loop that they move, and what it was told. */
abstract class CalledHook {
  static final Duration DEADLINE = Duration.ofSeconds(10);

  final ManualLoop loop = new ManualLoop(0);
  final List<Object> answers = new ArrayList<>();
  private final AtomicReference<@Nullable Thread> hookThread = new AtomicReference<>();

  HookCall<String> start(Executor executor, Hook<String> hook) {
    return HookCall.start(
        HookKind.RESOLVER, executor, loop, DEADLINE, hook, answers::add, answers::add);
  }

  HookCall<String> start(Hook<String> hook) {
    return start(Runnable::run, hook);
  }

  void inThread(Runnable task) {
    Thread thread = new Thread(task, "test-hook");
    hookThread.set(thread);
    thread.start();
  }

  void joinHook() throws InterruptedException {
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

  HookFailure failure() {
    loop.runTasks();
    assertEquals(1, answers.size());
    return (HookFailure) answers.get(0);
  }
}
