/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;

/**
 * The messages of a sign-in inside the tunnel (EXTENDED_AUTH_MSG, MS-TSGU 2.2.10.13). Serves one
 * tunnel, on the thread that opens it.
 */
@FunctionalInterface
public interface InTunnelSignIn {

  /**
   * Gives the next message.
   *
   * @param message what the gateway has sent; empty before the first message
   * @return what to send; never empty
   * @throws IOException if the sign-in cannot go on; the opening fails with this cause
   */
  byte[] next(byte[] message) throws IOException;
}
