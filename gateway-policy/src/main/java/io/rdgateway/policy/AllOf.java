/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** All have to allow; the strictest terms hold. */
final class AllOf extends Combined {

  AllOf(List<AuthorizationPolicy> policies, Executor executor) {
    super(policies, executor);
  }

  private static final class All<T> implements Tally<T> {
    private final BinaryOperator<T> strictest;
    private final List<String> names = new ArrayList<>();
    private @Nullable T grant;

    All(BinaryOperator<T> strictest) {
      this.strictest = strictest;
    }

    @Override
    public @Nullable Decision<T> take(Decision<T> answer) {
      if (!(answer instanceof Decision.Allow<T> allow)) {
        return answer;
      }
      grant = grant == null ? allow.grant() : strictest.apply(grant, allow.grant());
      names.add(allow.policy());
      return null;
    }

    @Override
    public Decision<T> end() {
      T all = grant;
      if (all == null) {
        throw new IllegalStateException("no policy was asked");
      }
      return new Decision.Allow<>(all, String.join(" and ", names));
    }
  }

  @Override
  Tally<TunnelGrant> tunnels() {
    return new All<>(AllOf::strictest);
  }

  @Override
  Tally<ChannelGrant> channels() {
    return new All<>(AllOf::strictest);
  }

  private static TunnelGrant strictest(TunnelGrant one, TunnelGrant other) {
    Set<Redirection> disabled = new HashSet<>(one.disabledRedirections());
    disabled.addAll(other.disabledRedirections());
    return new TunnelGrant(
        disabled,
        shorter(one.idleTimeout(), other.idleTimeout()),
        shorter(one.sessionTimeout(), other.sessionTimeout()),
        one.reauthenticateAtTimeout() && other.reauthenticateAtTimeout(),
        joined(one.attributes(), other.attributes()));
  }

  /** Zero is no time-out, which is longer than any. */
  private static Duration shorter(Duration one, Duration other) {
    if (one.isZero() || other.isZero()) {
      return one.isZero() ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static ChannelGrant strictest(ChannelGrant one, ChannelGrant other) {
    return new ChannelGrant(
        one.opensReservedAddress() && other.opensReservedAddress(),
        joined(one.attributes(), other.attributes()));
  }

  private static Map<String, String> joined(Map<String, String> first, Map<String, String> second) {
    Map<String, String> joined = new HashMap<>(second);
    joined.putAll(first);
    return joined;
  }

  @Override
  public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection)
      throws Exception {
    Set<String> texts = new LinkedHashSet<>();
    boolean required = false;
    for (AuthorizationPolicy policy : policies()) {
      Optional<ConsentMessage> consent = policy.consent(principal, connection);
      if (consent.isPresent()) {
        texts.add(consent.get().text());
        required |= consent.get().required();
      }
    }
    return texts.isEmpty()
        ? Optional.empty()
        : Optional.of(new ConsentMessage(String.join("\n\n", texts), required));
  }
}
