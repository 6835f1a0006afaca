/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a connection policy allows.
 *
 * @param disabledRedirections what the client shall switch off
 * @param idleTimeout ends a tunnel without data from the client; zero for none; announced in whole
 *     minutes, rounded up
 * @param sessionTimeout ends a tunnel after this time; zero for none
 * @param reauthenticateAtTimeout whether the end of the session time asks the client to prove
 *     itself again; a client that cannot is disconnected
 * @param attributes for events and for the embedder
 */
public record TunnelGrant(
    Set<Redirection> disabledRedirections,
    Duration idleTimeout,
    Duration sessionTimeout,
    boolean reauthenticateAtTimeout,
    Map<String, String> attributes) {

  /** Copies the collections and checks the times. */
  public TunnelGrant {
    if (idleTimeout.isNegative() || sessionTimeout.isNegative()) {
      throw new IllegalArgumentException("a timeout must not be negative; zero switches it off");
    }
    disabledRedirections = Set.copyOf(disabledRedirections);
    attributes = Map.copyOf(attributes);
  }

  /**
   * A grant without timeouts that leaves every redirection on.
   *
   * @return the grant
   */
  public static TunnelGrant unrestricted() {
    return new TunnelGrant(Set.of(), Duration.ZERO, Duration.ZERO, false, Map.of());
  }

  /**
   * A grant without timeouts that switches every redirection off.
   *
   * @return the grant
   */
  public static TunnelGrant withoutRedirection() {
    return new TunnelGrant(
        EnumSet.allOf(Redirection.class), Duration.ZERO, Duration.ZERO, false, Map.of());
  }

  /**
   * The same grant with timeouts.
   *
   * @param idle zero for none
   * @param session zero for none
   * @return the grant
   */
  public TunnelGrant withTimeouts(Duration idle, Duration session) {
    return new TunnelGrant(
        disabledRedirections, idle, session, reauthenticateAtTimeout, attributes);
  }
}
