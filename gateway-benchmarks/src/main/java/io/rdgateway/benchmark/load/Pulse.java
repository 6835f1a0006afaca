/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets echoes leave at a fixed rate, one tunnel after the other, evenly over time. It never waits
 * for an answer, so a stall is seen by all whom it would have met.
 */
final class Pulse {
  private final EventLoop loop;
  private final List<EchoRole> roles;
  private final long pause;
  private long begin;
  private long beats;
  private @Nullable ScheduledFuture<?> timer;

  Pulse(EventLoop loop, List<EchoRole> roles, int perSecond) {
    this.loop = loop;
    this.roles = roles;
    pause = TimeUnit.SECONDS.toNanos(1) / ((long) perSecond * roles.size());
  }

  void start() {
    begin = System.nanoTime();
    next();
  }

  private void next() {
    while (System.nanoTime() - begin >= beats * pause) {
      roles.get((int) (beats++ % roles.size())).beat();
    }
    long wait = begin + beats * pause - System.nanoTime();
    timer = loop.schedule(this::next, Math.max(0, wait), TimeUnit.NANOSECONDS);
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
