/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the machine has done. Questions are answered later through the machine's inputs, in their
 * own call; while one is open, no further packet may be fed.
 */
public interface TunnelActions {

  /** Sends a packet behind everything that was sent before. */
  void send(HttpPacket packet);

  /**
   * Asks the authenticator; answered by {@link HttpTunnelMachine#authenticated}.
   *
   * @param reauthContext of the live tunnel that is to be reauthenticated; null for a new tunnel
   */
  void authenticate(
      Credential credential, AuthenticationContext.Stage stage, @Nullable Long reauthContext);

  /**
   * Counts the tunnel against the limits. It stays counted until the tunnel is closed.
   *
   * @return null, or why there is no room
   */
  @Nullable DenyReason admit(UserPrincipal principal);

  /**
   * Asks for the consent message; answered by {@link HttpTunnelMachine#consent} or {@link
   * HttpTunnelMachine#consentFailed}.
   */
  void askConsent(UserPrincipal principal);

  /** Asks the connection policy; answered by {@link HttpTunnelMachine#authorized}. */
  void authorize(TunnelRequest request);

  /** The tunnel is refused for a reason that no hook gave. */
  void denied(@Nullable UserPrincipal principal, String clientName, DenyReason reason);

  /** The tunnel is authorized and announced to the client. */
  void opened(UserPrincipal principal, String clientName, TunnelGrant grant, String policy);

  /**
   * Resolves, authorizes and connects; answered by {@link HttpTunnelMachine#channelOpened} or
   * {@link HttpTunnelMachine#channelRefused}.
   *
   * @param names normalised, all of one target, in the order to try them
   */
  void openChannel(UserPrincipal principal, List<String> names, int port);

  /** What is done for reauthentications. */
  ReauthActions reauthentication();

  /** Lets the host have what the client sent so far, then closes its connection. */
  void closeChannel(CloseReason reason);

  /**
   * Lets the client have what was sent so far, then closes its connections and whatever is left of
   * the tunnel.
   */
  void closeTunnel(CloseReason reason);
}
