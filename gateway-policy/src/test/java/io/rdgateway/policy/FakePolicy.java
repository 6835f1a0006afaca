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
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Answers by a word: allow, deny, none, fail; "late" in front leaves it to the test. */
final class FakePolicy implements AuthorizationPolicy {
  private final String name;
  private final String word;
  final CompletableFuture<Decision<TunnelGrant>> lateTunnel = new CompletableFuture<>();
  final CompletableFuture<Decision<ChannelGrant>> lateChannel = new CompletableFuture<>();
  int asked;

  FakePolicy(String name, String word) {
    this.name = name;
    this.word = word;
  }

  private <T> Decision<T> answer(T grant) throws IOException {
    asked++;
    return switch (word) {
      case "allow" -> new Decision.Allow<>(grant, name);
      case "deny" -> Decision.deny(name);
      case "none" -> Decision.notApplicable(name);
      default -> throw new IOException(name);
    };
  }

  @Override
  public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) throws IOException {
    return answer(TunnelGrant.unrestricted());
  }

  @Override
  public Decision<ChannelGrant> authorizeChannel(ChannelRequest request) throws IOException {
    return answer(ChannelGrant.plain());
  }

  @Override
  public CompletableFuture<Decision<TunnelGrant>> authorizeTunnelAsync(TunnelRequest request) {
    if (word.equals("late")) {
      asked++;
      return lateTunnel;
    }
    return AuthorizationPolicy.super.authorizeTunnelAsync(request);
  }

  @Override
  public CompletableFuture<Decision<ChannelGrant>> authorizeChannelAsync(ChannelRequest request) {
    if (word.equals("late")) {
      asked++;
      return lateChannel;
    }
    return AuthorizationPolicy.super.authorizeChannelAsync(request);
  }
}
