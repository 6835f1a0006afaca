/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.event;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import io.rdgateway.GatewayStatistics;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the listener on one thread, in order. Bounded: what does not fit is counted and
 * reported. Opened and closed events have room of their own, so that a flood of refusals never
 * costs an audit trail its pairs.
 */
public final class EventQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final int ORDINARY = 8_192;
  private static final int RESERVED = 65_536;
  private static final long CLOSE_SECONDS = 5;

  private final GatewayListener listener;
  private final InstantSource clock;
  private final long closeMillis;
  private final Thread thread;
  private final Deque<GatewayEvent> queue = new ArrayDeque<>();
  private long lost;
  private long lostInAll;
  private long failures; // the thread's own
  private boolean closing;
  private boolean givenUp;

  /** A queue with its thread, which starts at once. */
  public EventQueue(GatewayListener listener, InstantSource clock) {
    this(listener, clock, TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
  }

  EventQueue(GatewayListener listener, InstantSource clock, long closeMillis) {
    this.listener = listener;
    this.clock = clock;
    this.closeMillis = closeMillis;
    thread = new Thread(this::run, "rdgateway-events");
    thread.setDaemon(true);
    thread.start();
  }

  /** Adds an event, or counts it as lost. Never blocks for long. */
  public void add(GatewayEvent event) {
    synchronized (queue) {
      int room = isPaired(event) ? ORDINARY + RESERVED : ORDINARY;
      if (queue.size() >= room) {
        lost++;
        lostInAll++;
      } else {
        queue.add(event);
        queue.notifyAll();
      }
    }
  }

  /** How many events wait, and how many have been thrown away since the beginning. */
  public GatewayStatistics.Events statistics() {
    synchronized (queue) {
      return new GatewayStatistics.Events(queue.size(), lostInAll);
    }
  }

  private static boolean isPaired(GatewayEvent event) {
    return event instanceof GatewayEvent.TunnelOpened
        || event instanceof GatewayEvent.TunnelClosed
        || event instanceof GatewayEvent.ChannelOpened
        || event instanceof GatewayEvent.ChannelClosed
        || event instanceof GatewayEvent.ServerStopped;
  }

  private void run() {
    try {
      for (GatewayEvent event = take(); event != null; event = take()) {
        deliver(event);
      }
    } catch (InterruptedException e) {
      LOG.warn("the listener did not take all events before the gateway closed");
    }
  }

  private @Nullable GatewayEvent take() throws InterruptedException {
    synchronized (queue) {
      if (givenUp) { // the listener may have swallowed the interruption
        throw new InterruptedException();
      }
      while (queue.isEmpty() && lost == 0) {
        if (closing) {
          return null;
        }
        queue.wait();
      }
      if (lost > 0 && queue.size() < ORDINARY) {
        GatewayEvent report = new GatewayEvent.EventsLost(clock.instant(), lost);
        lost = 0;
        return report;
      }
      return queue.poll();
    }
  }

  private void deliver(GatewayEvent event) throws InterruptedException {
    try {
      listener.onEvent(event);
    } catch (Throwable e) { // whatever a listener throws, the next event is due
      failures++;
      if (Long.bitCount(failures) == 1) { // ever rarer: one that always fails must not flood a log
        LOG.warn(
            "the listener failed on {}; failures so far: {}",
            event.getClass().getSimpleName(),
            failures,
            e);
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Lets the listener have what is queued, for a few seconds. */
  @Override
  public void close() {
    synchronized (queue) {
      closing = true;
      queue.notifyAll();
    }
    if (Thread.currentThread() == thread) {
      return; // the listener itself closes the gateway
    }
    try {
      thread.join(closeMillis);
      giveUp();
      thread.join(closeMillis);
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp() {
    synchronized (queue) {
      givenUp = true;
    }
    thread.interrupt();
  }
}
