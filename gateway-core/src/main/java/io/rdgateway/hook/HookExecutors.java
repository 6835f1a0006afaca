/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import io.rdgateway.GatewayStatistics;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bounded executor for each kind of hook, or one of the application's for all. Threads end when
 * they are idle.
 */
public final class HookExecutors implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HookExecutors.class);
  private static final int THREADS = 16;
  private static final int QUEUE = 1024;
  private static final long IDLE_SECONDS = 10;
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Map<HookKind, ThreadPoolExecutor> own = new EnumMap<>(HookKind.class);
  private final Map<HookKind, TrackedThreads> threads = new EnumMap<>(HookKind.class);
  private final Map<HookKind, HookMeter> meters = new EnumMap<>(HookKind.class);
  private final @Nullable Executor foreign;

  /**
   * The executors of one gateway.
   *
   * @param foreign the application's executor, which it closes itself; null to make our own
   */
  public HookExecutors(@Nullable Executor foreign) {
    this.foreign = foreign;
    Arrays.stream(HookKind.values()).forEach(kind -> meters.put(kind, new HookMeter()));
    if (foreign == null) {
      for (HookKind kind : HookKind.values()) {
        TrackedThreads tracked = new TrackedThreads(threads(kind));
        threads.put(kind, tracked);
        own.put(kind, newExecutor(tracked));
      }
    }
  }

  private static ThreadFactory threads(HookKind kind) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "rdgateway-" + kind + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static ThreadPoolExecutor newExecutor(ThreadFactory threads) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            threads);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** The executor for a kind of hook. Rejects when it is full. */
  public Executor of(HookKind kind) {
    ThreadPoolExecutor executor = own.get(kind);
    if (executor != null) {
      return executor;
    }
    if (foreign == null) {
      throw new IllegalStateException("no executor for " + kind);
    }
    return foreign;
  }

  /** Counts the calls of a kind. */
  public HookMeter meter(HookKind kind) {
    HookMeter meter = meters.get(kind);
    if (meter == null) {
      throw new IllegalStateException("no meter for " + kind);
    }
    return meter;
  }

  /** What each kind has done and is doing. */
  public List<GatewayStatistics.Hooks> statistics() {
    return Arrays.stream(HookKind.values()).map(this::statistics).toList();
  }

  private GatewayStatistics.Hooks statistics(HookKind kind) {
    HookMeter meter = meter(kind);
    ThreadPoolExecutor pool = own.get(kind);
    return new GatewayStatistics.Hooks(
        kind.toString(),
        pool == null
            ? null
            : new GatewayStatistics.Pool(
                pool.getActiveCount(), THREADS, pool.getQueue().size(), QUEUE),
        meter.answered(),
        meter.failed(),
        meter.timedOut(),
        meter.rejected(),
        Duration.ofNanos(meter.nanos()));
  }

  /**
   * Interrupts what runs and waits a little for it. The application's own executor is left alone.
   */
  @Override
  public void close() {
    own.values().forEach(ThreadPoolExecutor::shutdownNow);
    try {
      for (Map.Entry<HookKind, TrackedThreads> entry : threads.entrySet()) {
        if (!entry.getValue().join(CLOSE)) {
          LOG.warn("a {} hook ignores its interruption and still runs", entry.getKey());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
