/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Both halves of authorization: the connection policy (RD CAP) and the resource policy (RD RAP).
 */
public interface AuthorizationPolicy extends ConnectionPolicy, ResourcePolicy {

  /**
   * Joins two policies; two lambdas are enough.
   *
   * @param cap who may open a tunnel
   * @param rap which hosts and ports
   * @return a policy that asks each for its half
   */
  static AuthorizationPolicy of(ConnectionPolicy cap, ResourcePolicy rap) {
    return new AuthorizationPolicy() {
      @Override
      public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) throws Exception {
        return cap.authorizeTunnel(request);
      }

      @Override
      public CompletableFuture<Decision<TunnelGrant>> authorizeTunnelAsync(TunnelRequest request) {
        return cap.authorizeTunnelAsync(request);
      }

      @Override
      public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection)
          throws Exception {
        return cap.consent(principal, connection);
      }

      @Override
      public Decision<ChannelGrant> authorizeChannel(ChannelRequest request) throws Exception {
        return rap.authorizeChannel(request);
      }

      @Override
      public CompletableFuture<Decision<ChannelGrant>> authorizeChannelAsync(
          ChannelRequest request) {
        return rap.authorizeChannelAsync(request);
      }
    };
  }
}
