/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

/** How a host is reached through what is measured. */
public enum Protocol {
  /** MS-TSGU over WebSocket. */
  WS,
  /** MS-TSGU over the two channels of HTTP. */
  HTTP,
  /** The host's bytes in TLS and nothing else, as a TLS proxy takes them. */
  TLS
}
