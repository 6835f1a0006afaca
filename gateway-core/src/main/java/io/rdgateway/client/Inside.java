/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.protocol.ExtendedAuth;
import org.jspecify.annotations.Nullable;

/**
 * What of a sign-in happens inside the tunnel; mostly nothing.
 *
 * @param cookie for TUNNEL_CREATE
 * @param messages for EXTENDED_AUTH_MSG
 */
record Inside(@Nullable String cookie, @Nullable InTunnelSignIn messages) {

  static Inside of(ClientSignIn signIn) {
    Inside inside = new Inside(signIn.paaCookie(), signIn.inTunnel());
    if (inside.cookie != null && inside.messages != null) {
      throw new IllegalStateException(
          "the credentials want both a cookie and messages inside the tunnel");
    }
    return inside;
  }

  /** What the handshake asks for. */
  ExtendedAuth method() {
    return cookie != null
        ? ExtendedAuth.PAA
        : messages != null ? ExtendedAuth.SSPI_NTLM : ExtendedAuth.NONE;
  }

  /** The custom scheme that requests name (MS-TSGU 2.2.3.2.2); null to sign in over HTTP. */
  @Nullable String scheme() {
    return cookie != null ? "PAA" : messages != null ? "SSPI_NTLM" : null;
  }
}
