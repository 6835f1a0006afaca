/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.policy.ResolvedNames;
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

/**
 * Rules that can be exchanged while the gateway runs. The names of a host that resolve to one
 * address are one target to them. Thread-safe.
 */
public final class LivePolicy implements AuthorizationPolicy {
  private final ResolvedNames names = ResolvedNames.bySystem();
  private volatile RulePolicy rules;

  /**
   * A policy.
   *
   * @param rules the first rules
   */
  public LivePolicy(RulePolicy rules) {
    this.rules = withNames(rules);
  }

  private RulePolicy withNames(RulePolicy plain) {
    return plain.toBuilder().hostAliases(names).build();
  }

  RulePolicy rules() {
    return rules;
  }

  void rules(RulePolicy changed) {
    rules = withNames(changed);
  }

  /** Looks up the hosts that the rules name; blocks. */
  void resolveNames() {
    names.refresh(rules.hostNames());
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
