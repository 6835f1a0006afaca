/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.timer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An event loop whose thread and clock are the test. Other threads may only execute. */
public final class ManualLoop extends AbstractExecutorService implements ScheduledExecutorService {
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final List<Timer<?>> timers = new ArrayList<>();
  private long now;
  private volatile boolean shutdown;

  private final class Timer<V extends @Nullable Object> extends FutureTask<V>
      implements ScheduledFuture<V> {
    /** Zero for once; negative is counted from the end of a run, as in the JDK's own executor. */
    private final long period;

    private long time;

    Timer(Callable<V> task, long delay, long period) {
      super(task);
      this.time = now + delay;
      this.period = period;
    }

    void fire() {
      if (period == 0) {
        timers.remove(this);
        run();
      } else {
        time = period < 0 ? now - period : time + period;
        if (!runAndReset()) {
          timers.remove(this);
        }
      }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      timers.remove(this);
      return super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(time - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(time, ((Timer<?>) other).time);
    }
  }

  /** A loop whose clock stands at this tick. */
  public ManualLoop(long now) {
    this.now = now;
  }

  public long now() {
    return now;
  }

  /** How many timers wait. */
  public int timers() {
    return timers.size();
  }

  /** Lets time pass at once, then runs what is due. */
  public void advance(Duration time) {
    now += time.toNanos();
    runTasks();
    for (Timer<?> due = next(); due != null && due.time <= now; due = next()) {
      due.fire();
      runTasks();
    }
  }

  private @Nullable Timer<?> next() {
    return timers.stream().min(Comparator.<Timer<?>>naturalOrder()).orElse(null);
  }

  /** Runs what was given to execute. */
  public void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Waits for a task of another thread and runs it. */
  public void awaitTask() throws InterruptedException {
    Runnable task = tasks.poll(10, TimeUnit.SECONDS);
    if (task == null) {
      throw new AssertionError("nothing to run");
    }
    task.run();
  }

  @Override
  public void execute(Runnable task) {
    if (shutdown) {
      throw new RejectedExecutionException();
    }
    tasks.add(task);
  }

  private <V extends @Nullable Object> ScheduledFuture<V> add(Timer<V> timer) {
    timers.add(timer);
    return timer;
  }

  private ScheduledFuture<?> add(Runnable task, long delay, long period) {
    return add(new Timer<>(Executors.callable(task), delay, period));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return add(task, unit.toNanos(delay), 0);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    return add(new Timer<>(task, unit.toNanos(delay), 0));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long delay, long period, TimeUnit unit) {
    return add(task, unit.toNanos(delay), unit.toNanos(period));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long delay, long between, TimeUnit unit) {
    return add(task, unit.toNanos(delay), -unit.toNanos(between));
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shutdown;
  }
}
