/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.hook.TrackedThreads;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the certificates again and again, on a thread of its own, since files may block. */
final class CertificateWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final TrackedThreads threads = new TrackedThreads(CertificateWatch::thread);
  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);

  /**
   * Begins.
   *
   * @param look what to do; whatever it throws, the next look is due
   * @param pause before the first look and after each
   */
  CertificateWatch(Runnable look, Duration pause) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            () -> safely(look), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void safely(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      if (!executor.isShutdown()) {
        LOG.warn("a look at the certificates failed; the next one follows", e);
      }
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "rdgateway-certificates");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends the looks, and waits a few seconds for one that is under way. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!threads.join(CLOSE)) {
        LOG.warn("a look at the certificates does not end; its files may not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
