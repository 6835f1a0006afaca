/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

/**
 * Hears of everything that an administrator or an auditor may want to know. Called on one thread of
 * the gateway, in order. A slow listener delays no client: events wait in a bounded queue, and what
 * does not fit is counted and reported by {@link GatewayEvent.EventsLost}. Whatever a listener
 * throws is logged.
 */
@FunctionalInterface
public interface GatewayListener {

  /**
   * Something happened.
   *
   * @param event what
   */
  void onEvent(GatewayEvent event);
}
