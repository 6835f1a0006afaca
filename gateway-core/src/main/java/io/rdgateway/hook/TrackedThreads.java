/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Remembers the threads that it makes: an executor says that it has ended a moment before its
 * threads have, and after the close of a gateway nothing of it is left. Thread-safe.
 */
public final class TrackedThreads implements ThreadFactory {
  private final ThreadFactory factory;
  private final Queue<Thread> made = new ConcurrentLinkedQueue<>();

  /** Tracks what another factory makes. */
  public TrackedThreads(ThreadFactory factory) {
    this.factory = factory;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = factory.newThread(task);
    made.removeIf(old -> old.getState() == Thread.State.TERMINATED);
    made.add(thread);
    return thread;
  }

  /**
   * Waits for all threads.
   *
   * @param atMost for all of them together
   * @return false if one still runs
   */
  public boolean join(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (Thread thread : made) {
      long left = Math.max(1, (end - System.nanoTime()) / 1_000_000); // 0 would mean for ever
      thread.join(left);
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }
}
