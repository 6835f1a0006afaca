/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Records events and waits for them. */
public final class Events implements GatewayListener {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final List<GatewayEvent> events = new ArrayList<>();

  @Override
  public synchronized void onEvent(GatewayEvent event) {
    events.add(event);
    notifyAll();
  }

  /** All so far. */
  public synchronized List<GatewayEvent> all() {
    return List.copyOf(events);
  }

  /** All of a kind so far. */
  public synchronized <T extends GatewayEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Waits for one of a kind. */
  public <T extends GatewayEvent> T await(Class<T> kind) {
    return await(kind, event -> true);
  }

  /** Waits for one of a kind that fits. */
  public synchronized <T extends GatewayEvent> T await(Class<T> kind, Predicate<? super T> filter) {
    return awaitCount(kind, filter, 1).get(0);
  }

  /** Waits for a number of events of a kind that fit. */
  public synchronized <T extends GatewayEvent> List<T> awaitCount(
      Class<T> kind, Predicate<? super T> filter, int count) {
    long end = System.nanoTime() + PATIENCE;
    while (true) {
      List<T> found = all(kind).stream().filter(filter).toList();
      if (found.size() >= count) {
        return found;
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("no " + count + " " + kind.getSimpleName() + " in " + events);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
