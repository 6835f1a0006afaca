/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import io.rdgateway.event.EventQueue;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * Hands each event to several listeners, each on a thread of its own behind a bounded queue: one
 * that is slow, stuck or failing costs the others nothing. What a listener was too slow for, it is
 * told in {@link GatewayEvent.EventsLost}; opened and closed events have room of their own.
 *
 * <p>Thread-safe. Close it after the gateway: it gives each listener a few seconds for what is
 * queued, and closes none of them.
 */
public final class FanOut implements GatewayListener, AutoCloseable {
  private final List<EventQueue> queues;

  /**
   * Starts a thread for each listener.
   *
   * @param listeners at least one
   */
  public FanOut(GatewayListener... listeners) {
    if (listeners.length == 0) {
      throw new IllegalArgumentException("name at least one listener");
    }
    queues =
        Arrays.stream(listeners)
            .map(listener -> new EventQueue(listener, InstantSource.system()))
            .toList();
  }

  @Override
  public void onEvent(GatewayEvent event) {
    queues.forEach(queue -> queue.add(event));
  }

  @Override
  public void close() {
    queues.forEach(EventQueue::close);
  }
}
