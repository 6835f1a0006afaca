/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the machines of a reauthentication have done (MS-TSGU 3.2.7.1.4). It has two: the one of the
 * live tunnel, which asks, and the one of the new connection, on which the client signs in again.
 */
public interface ReauthActions {

  // Of the live tunnel.

  /** Makes up a context by which a new connection finds this tunnel until it is withdrawn. */
  long offer();

  /** The context names this tunnel no longer. */
  void withdraw();

  // Of the new connection.

  /** Whether a tunnel waits under a context. */
  boolean isOffered(long context);

  /**
   * Connects this connection with the tunnel that waits under a context.
   *
   * @return the tunnel's grant; null, and the tunnel hears nothing, if there is none or it belongs
   *     to another user
   */
  @Nullable TunnelGrant claim(long context, UserPrincipal principal);

  /** Tells the tunnel how far its client has come. */
  void advance(ReauthStatus status);

  /** This connection is refused. */
  void refused(DenyReason reason);

  /**
   * Asks the resource policy about the host of the live tunnel and, if it allows, lets the tunnel
   * go on under the new terms; answered by {@link HttpTunnelMachine#resourceReauthorized}.
   *
   * @param grant for the tunnel from now on
   * @param names normalised; the client's names of the host
   */
  void authorizeResource(UserPrincipal principal, TunnelGrant grant, List<String> names, int port);
}
