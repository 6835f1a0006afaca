/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import java.net.InetSocketAddress;

/**
 * Where a KDC or a password server listens.
 *
 * @param host a name, looked up for each connection, or an address
 * @param port 1 to 65535
 */
public record KdcAddress(String host, int port) {
  /** The port of a KDC (RFC 4120, section 7.2). */
  public static final int KDC_PORT = 88;

  /** The port of a password server (RFC 3244). */
  public static final int PASSWORD_PORT = 464;

  /** Checks both. */
  public KdcAddress {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "a KDC has the name or address of a host and a port of 1 to 65535");
    }
  }

  InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
