/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The first that has something to say decides. */
final class FirstOf extends Combined {

  FirstOf(List<AuthorizationPolicy> policies, Executor executor) {
    super(policies, executor);
  }

  private static final class First<T> implements Tally<T> {
    private final List<String> reasons = new ArrayList<>();

    @Override
    public @Nullable Decision<T> take(Decision<T> answer) {
      if (answer instanceof Decision.NotApplicable<T> none) {
        reasons.add(none.why());
        return null;
      }
      return answer;
    }

    @Override
    public Decision<T> end() {
      return Decision.notApplicable(String.join("; ", reasons));
    }
  }

  @Override
  Tally<TunnelGrant> tunnels() {
    return new First<>();
  }

  @Override
  Tally<ChannelGrant> channels() {
    return new First<>();
  }

  @Override
  public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection)
      throws Exception {
    for (AuthorizationPolicy policy : policies()) {
      Optional<ConsentMessage> consent = policy.consent(principal, connection);
      if (consent.isPresent()) {
        return consent;
      }
    }
    return Optional.empty();
  }
}
