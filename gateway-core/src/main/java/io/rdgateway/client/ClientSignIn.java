/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in on one connection. Used by one thread at a time, and by nobody after the connection
 * has been opened or has failed.
 */
@FunctionalInterface
public interface ClientSignIn {

  /**
   * Says what the next request presents. Called for the first request, and again after each 401.
   *
   * @param challenges one entry for each challenge of the answer, for example {@code Basic
   *     realm="x"} or {@code NTLM TlRMTVNTUAAC...}; empty before the first request
   * @return the value of {@code Authorization}, or null for none. After a 401 null gives up
   * @throws IOException if the sign-in cannot go on; the opening fails with this cause
   */
  @Nullable String authorization(List<String> challenges) throws IOException;

  /**
   * The gateway has accepted. A mechanism that authenticates the server checks its last message
   * here.
   *
   * @param challenges what the final answer carries, mostly nothing
   * @throws IOException if the gateway has not proved what it must; the opening fails with this
   *     cause
   */
  default void accepted(List<String> challenges) throws IOException {}

  /**
   * The cookie of pluggable authentication. With one, requests name the custom scheme PAA (MS-TSGU
   * 2.2.3.2.2), the handshake asks for it, and TUNNEL_CREATE carries the cookie.
   *
   * @return the cookie, or null to sign in over HTTP
   */
  default @Nullable String paaCookie() {
    return null;
  }

  /**
   * The sign-in by messages inside the tunnel. With one, requests name the custom scheme SSPI_NTLM
   * (MS-TSGU 2.2.3.2.2), the handshake asks for it, and EXTENDED_AUTH_MSG carries the messages. Of
   * two channels, that of the first connection is used.
   *
   * @return takes part in the exchange, or null to sign in over HTTP
   */
  default @Nullable InTunnelSignIn inTunnel() {
    return null;
  }
}
