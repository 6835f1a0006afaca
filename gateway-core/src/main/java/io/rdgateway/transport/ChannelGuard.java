/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.UserPrincipal;

/**
 * What core refuses whatever a policy says: targets outside the scope of the proof of identity, and
 * reserved addresses.
 */
final class ChannelGuard {
  private ChannelGuard() {}

  /** The decision of a policy, narrowed. */
  static Decision<ChannelGrant> guard(
      Services services,
      UserPrincipal principal,
      ChannelRequest request,
      Decision<ChannelGrant> decision) {
    if (!(decision instanceof Decision.Allow<ChannelGrant> allow)) {
      return decision;
    }
    AccessScope scope = principal.scope();
    if (scope != null && !scope.covers(request.requestedName(), request.port())) {
      return deny(
          "scope",
          "the proof of identity does not cover " + request.requestedName() + ":" + request.port());
    }
    String reserved = services.settings().reserved().reason(request.target(), services.listeners());
    return reserved != null && !allow.grant().opensReservedAddress()
        ? deny("reserved-addresses", reserved)
        : decision;
  }

  private static Decision<ChannelGrant> deny(String policy, String explanation) {
    return new Decision.Deny<>(new DenyReason(DenyCode.NOT_AUTHORIZED, policy, explanation));
  }
}
