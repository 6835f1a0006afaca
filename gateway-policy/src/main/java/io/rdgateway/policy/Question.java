/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.util.concurrent.CompletableFuture;

/** A request that can be put to several policies. */
interface Question<T> {

  Decision<T> ask(AuthorizationPolicy policy) throws Exception;

  CompletableFuture<Decision<T>> askAsync(AuthorizationPolicy policy);

  /** Whether somebody may open a tunnel. */
  record AboutTunnel(TunnelRequest request) implements Question<TunnelGrant> {
    @Override
    public Decision<TunnelGrant> ask(AuthorizationPolicy policy) throws Exception {
      return policy.authorizeTunnel(request);
    }

    @Override
    public CompletableFuture<Decision<TunnelGrant>> askAsync(AuthorizationPolicy policy) {
      return policy.authorizeTunnelAsync(request);
    }
  }

  /** Whether somebody may reach a host. */
  record AboutChannel(ChannelRequest request) implements Question<ChannelGrant> {
    @Override
    public Decision<ChannelGrant> ask(AuthorizationPolicy policy) throws Exception {
      return policy.authorizeChannel(request);
    }

    @Override
    public CompletableFuture<Decision<ChannelGrant>> askAsync(AuthorizationPolicy policy) {
      return policy.authorizeChannelAsync(request);
    }
  }
}
