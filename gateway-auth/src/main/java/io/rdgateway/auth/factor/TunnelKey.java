/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Instant;

/**
 * The same user at the same address with the same client. The user is all that the sign-in proved
 * but its times: who comes by a weaker scheme, or without the code that was shown before, is judged
 * anew.
 */
record TunnelKey(UserPrincipal user, InetAddress address, String clientName) {
  static TunnelKey of(TunnelRequest request) {
    return new TunnelKey(
        withoutTimes(request.principal()),
        request.connection().clientAddress().getAddress(),
        request.clientName());
  }

  private static UserPrincipal withoutTimes(UserPrincipal user) {
    return new UserPrincipal(
        user.id(),
        user.name(),
        user.groups(),
        user.attributes(),
        user.scheme(),
        Instant.EPOCH,
        null,
        user.scope());
  }
}
