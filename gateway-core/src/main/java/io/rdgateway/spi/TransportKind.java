/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

/** How the client's side of a tunnel travels. */
public enum TransportKind {
  /** One upgraded connection that carries both directions (MS-TSGU 3.3.3.1, WebSocket). */
  WEBSOCKET,
  /** Two HTTP connections, RDG_OUT_DATA and RDG_IN_DATA (MS-TSGU 2.1.2). */
  HTTP
}
