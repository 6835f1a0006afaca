/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.policy.RulePolicy;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.util.Optional;

/** Rules that can be exchanged while the gateway runs. Thread-safe. */
public final class LivePolicy implements AuthorizationPolicy {
  private volatile RulePolicy rules;

  /**
   * A policy.
   *
   * @param rules the first rules
   */
  public LivePolicy(RulePolicy rules) {
    this.rules = rules;
  }

  RulePolicy rules() {
    return rules;
  }

  void rules(RulePolicy changed) {
    rules = changed;
  }

  @Override
  public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection) {
    return rules.consent(principal, connection);
  }

  @Override
  public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) {
    return rules.authorizeTunnel(request);
  }

  @Override
  public Decision<ChannelGrant> authorizeChannel(ChannelRequest request) {
    return rules.authorizeChannel(request);
  }
}
