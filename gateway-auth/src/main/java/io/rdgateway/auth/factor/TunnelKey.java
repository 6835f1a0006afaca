/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import io.rdgateway.spi.TunnelRequest;
import java.net.InetAddress;

/** The same user at the same address with the same client. */
record TunnelKey(String userId, InetAddress address, String clientName) {
  static TunnelKey of(TunnelRequest request) {
    return new TunnelKey(
        request.principal().id(),
        request.connection().clientAddress().getAddress(),
        request.clientName());
  }
}
