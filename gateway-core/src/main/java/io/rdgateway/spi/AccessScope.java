/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a proof of identity allows at most. It narrows what the policies allow and never widens it.
 *
 * @param targets the hosts and ports; empty means that none is allowed
 * @param clientAddress the only address it may be used from; null for any
 */
public record AccessScope(List<Target> targets, @Nullable InetAddress clientAddress) {

  /** Copies the list. */
  public AccessScope {
    targets = List.copyOf(targets);
  }

  /**
   * One host and port.
   *
   * @param host a name or an address, compared as text without regard to case with the name that
   *     the client asked for
   * @param port 1 to 65535
   */
  public record Target(String host, int port) {
    /** Checks the port and folds the case of the name. */
    public Target {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("the port must be 1 to 65535, not " + port);
      }
      host = host.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Whether the scope covers a target.
   *
   * @param host the name that the client asked for, normalised
   * @param port the port that it asked for
   * @return true if a target of the scope is this one
   */
  public boolean covers(String host, int port) {
    return targets.contains(new Target(host, port));
  }

  /**
   * What both scopes allow.
   *
   * @param other the scope of another proof
   * @return a scope that covers nothing if the two are bound to different addresses
   */
  public AccessScope and(AccessScope other) {
    boolean apart =
        clientAddress != null
            && other.clientAddress != null
            && !clientAddress.equals(other.clientAddress);
    return new AccessScope(
        apart ? List.of() : targets.stream().filter(other.targets::contains).toList(),
        clientAddress != null ? clientAddress : other.clientAddress);
  }
}
