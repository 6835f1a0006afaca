/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where in a connection a sign-in happens.
 *
 * @param connection the client's connection
 * @param stage which part of the protocol carries it
 * @param occasion what it is for
 * @param endPointBinding the TLS channel binding of this very connection; null on a plain listener
 *     or when the certificate's signature algorithm has none
 * @param deadline when core stops waiting for the answer
 * @param current who holds the tunnel that is to be reauthenticated; null unless the occasion is
 *     {@link Occasion#REAUTHENTICATION}
 */
public record AuthenticationContext(
    ConnectionInfo connection,
    Stage stage,
    Occasion occasion,
    @Nullable EndPointBinding endPointBinding,
    Instant deadline,
    @Nullable UserPrincipal current) {

  /**
   * Where no tunnel is to be reauthenticated.
   *
   * @param connection the client's connection
   * @param stage which part of the protocol carries it
   * @param occasion what it is for
   * @param endPointBinding the TLS channel binding; null without one
   * @param deadline when core stops waiting for the answer
   */
  public AuthenticationContext(
      ConnectionInfo connection,
      Stage stage,
      Occasion occasion,
      @Nullable EndPointBinding endPointBinding,
      Instant deadline) {
    this(connection, stage, occasion, endPointBinding, deadline, null);
  }

  /** Which part of the protocol carries the credential. */
  public enum Stage {
    /** The {@code Authorization} field, or the TLS client certificate. */
    HTTP,
    /** EXTENDED_AUTH_MSG (MS-TSGU 2.2.10.13). */
    EXTENDED_AUTH,
    /** The PAA cookie of TUNNEL_CREATE (MS-TSGU 2.2.10.18). */
    TUNNEL_CREATE
  }
}
