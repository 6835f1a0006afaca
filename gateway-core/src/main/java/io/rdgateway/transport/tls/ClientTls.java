/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import org.jspecify.annotations.Nullable;

/** TLS of one client, whose certificate may depend on what the client says first. */
public final class ClientTls {
  private volatile @Nullable ServerSslHandler handler;

  ClientTls() {}

  void begin(ServerSslHandler chosen) {
    handler = chosen;
  }

  boolean hasBegun() {
    return handler != null;
  }

  /**
   * The handler with the certificate that this client got.
   *
   * @return the same from the handshake on
   * @throws IllegalStateException if the handshake has not begun
   */
  public ServerSslHandler handler() {
    ServerSslHandler chosen = handler;
    if (chosen == null) {
      throw new IllegalStateException("the handshake has not begun");
    }
    return chosen;
  }
}
