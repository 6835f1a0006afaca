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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Several policies that answer as one. */
abstract class Combined implements AuthorizationPolicy {

  private final List<AuthorizationPolicy> policies;
  private final Executor executor;

  Combined(List<AuthorizationPolicy> policies, Executor executor) {
    this.policies = List.copyOf(policies);
    this.executor = executor;
    if (this.policies.isEmpty()) {
      throw new IllegalArgumentException("a combination needs at least one policy");
    }
  }

  abstract Tally<TunnelGrant> tunnels();

  abstract Tally<ChannelGrant> channels();

  final List<AuthorizationPolicy> policies() {
    return policies;
  }

  @Override
  public final Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) throws Exception {
    return Round.decide(policies, new Question.AboutTunnel(request), tunnels());
  }

  @Override
  public final CompletableFuture<Decision<TunnelGrant>> authorizeTunnelAsync(
      TunnelRequest request) {
    return Round.begin(policies, new Question.AboutTunnel(request), tunnels(), executor);
  }

  @Override
  public final Decision<ChannelGrant> authorizeChannel(ChannelRequest request) throws Exception {
    return Round.decide(policies, new Question.AboutChannel(request), channels());
  }

  @Override
  public final CompletableFuture<Decision<ChannelGrant>> authorizeChannelAsync(
      ChannelRequest request) {
    return Round.begin(policies, new Question.AboutChannel(request), channels(), executor);
  }
}
