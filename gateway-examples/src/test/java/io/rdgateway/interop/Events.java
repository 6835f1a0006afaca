/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what the gateway reports. */
final class Events implements GatewayListener {
  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void onEvent(GatewayEvent event) {
    events.add(event);
  }

  <T extends GatewayEvent> List<T> of(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The first event of a kind, now or within the time. */
  <T extends GatewayEvent> T await(Class<T> kind, Duration bound) {
    Optional<T> found = Await.value(bound, () -> of(kind).stream().findFirst());
    return found.orElseThrow(
        () -> new AssertionError("no " + kind.getSimpleName() + " within " + bound + ": " + this));
  }

  @Override
  public String toString() {
    return events.toString();
  }
}
