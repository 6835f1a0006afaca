/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A live view of an authorized tunnel, and the handle to end it. Thread-safe; every call returns at
 * once.
 */
public interface Tunnel {

  /**
   * The gateway's id of this tunnel, unique for the life of the process; names it in events.
   *
   * @return the id
   */
  String id();

  /**
   * Who opened it.
   *
   * @return the principal, as the last review or reauthentication left it
   */
  UserPrincipal principal();

  /**
   * Where it comes from.
   *
   * @return the client's connection; with two channels that of RDG_OUT_DATA
   */
  ConnectionInfo connection();

  /**
   * The name of the client's machine as the client states it.
   *
   * @return unverified text
   */
  String clientName();

  /**
   * What the connection policy allowed.
   *
   * @return the grant, as the last review or reauthentication left it
   */
  TunnelGrant grant();

  /**
   * When the tunnel was authorized.
   *
   * @return a wall-clock time
   */
  Instant openedAt();

  /**
   * The channel that is open now.
   *
   * @return a snapshot; a tunnel has one channel at a time
   */
  Optional<Channel> channel();

  /**
   * Shows the user a text. Clients without the capability for service messages do not get it.
   *
   * @param text 1 to 10,000 characters
   * @return whether it was sent: false if the client lacks the capability, has no channel open, or
   *     the tunnel has ended; never completes exceptionally. Completes on an event loop
   * @throws IllegalArgumentException if no client could be shown the text
   */
  CompletionStage<Boolean> sendServiceMessage(String text);

  /**
   * Asks the client to sign in again on a new connection, as the end of the session time does where
   * the grant says so (MS-TSGU 3.2.7.1.4). The authenticator and both policies decide anew; when
   * they allow, the tunnel goes on with the new principal and grant and its session time starts
   * again. When the client has not got through within {@code Limits.reauthenticationTime()}, the
   * tunnel ends with {@link CloseReason.Kind#REAUTHENTICATION_FAILED}. Data flows meanwhile.
   *
   * @return whether the client was asked: false, and nothing happens, if it lacks the capability
   *     for reauthentication, has no channel open, has been asked already, or the tunnel has ended;
   *     never completes exceptionally. Completes on an event loop: what depends on it must not
   *     block
   */
  CompletionStage<Boolean> requestReauthentication();

  /**
   * Ends the tunnel: CLOSE_CHANNEL with the code of the reason, then the connection.
   *
   * @param reason for the client's code and the event
   */
  void close(CloseReason reason);

  /**
   * A snapshot of a channel.
   *
   * @param requestedName the name that the client asked for
   * @param requestedPort the port that the client asked for
   * @param target where the gateway is connected
   * @param openedAt when the host answered
   * @param bytesFromClient payload from the client to the host
   * @param bytesToClient payload from the host to the client
   * @param idleTime since the client last sent payload, or since the channel was opened: what the
   *     idle timeout of a policy measures; never negative
   */
  record Channel(
      String requestedName,
      int requestedPort,
      InetSocketAddress target,
      Instant openedAt,
      long bytesFromClient,
      long bytesToClient,
      Duration idleTime) {}
}
