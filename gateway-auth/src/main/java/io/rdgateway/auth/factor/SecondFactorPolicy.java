/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.FactorResult;
import io.rdgateway.spi.SecondFactor;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A second factor behind a connection policy: the policy decides first, so that nobody is prompted
 * who may not come in anyway, and its grant is the one that holds. The user is prompted as {@link
 * OncePerTunnel} says, while the policy decides anew each time, at reviews as well.
 */
public final class SecondFactorPolicy implements ConnectionPolicy {
  private final ConnectionPolicy policy;
  private final SecondFactor factor;
  private final boolean asksAtReauthentication;
  private final SharedPrompts<TunnelKey, FactorResult> prompts;

  /**
   * With the default window, no prompt at a reauthentication, and the system's clock.
   *
   * @param policy decides first, and must not wait for anybody: it is asked on the thread that asks
   *     this policy
   * @param factor is asked if the policy allows
   */
  public SecondFactorPolicy(ConnectionPolicy policy, SecondFactor factor) {
    this(policy, factor, OncePerTunnel.DEFAULT_WINDOW, false, Clock.systemUTC());
  }

  /**
   * With all that can be chosen.
   *
   * @param policy decides first, and must not wait for anybody: it is asked on the thread that asks
   *     this policy
   * @param factor is asked if the policy allows
   * @param window within which an approval serves once more; zero for never; at most 15 minutes
   * @param asksAtReauthentication whether the user is prompted again when the session time is over
   * @param clock measures the window
   * @throws IllegalArgumentException if the window is out of range
   */
  public SecondFactorPolicy(
      ConnectionPolicy policy,
      SecondFactor factor,
      Duration window,
      boolean asksAtReauthentication,
      InstantSource clock) {
    this.policy = policy;
    this.factor = factor;
    this.asksAtReauthentication = asksAtReauthentication;
    prompts = new SharedPrompts<>(window, FactorResult.Approved.class::isInstance, clock);
  }

  @Override
  public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) throws Exception {
    Decision<TunnelGrant> decision = policy.authorizeTunnel(request);
    return isToBeAsked(decision, request)
        ? judge(decision, Mapped.await(prompt(request)))
        : decision;
  }

  @Override
  public CompletableFuture<Decision<TunnelGrant>> authorizeTunnelAsync(TunnelRequest request) {
    Decision<TunnelGrant> decision;
    try {
      decision = policy.authorizeTunnel(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
    return isToBeAsked(decision, request)
        ? Mapped.of(prompt(request), result -> judge(decision, result))
        : CompletableFuture.completedFuture(decision);
  }

  private boolean isToBeAsked(Decision<TunnelGrant> decision, TunnelRequest request) {
    return decision instanceof Decision.Allow
        && OncePerTunnel.prompts(request.occasion(), asksAtReauthentication);
  }

  private CompletableFuture<FactorResult> prompt(TunnelRequest request) {
    return prompts.ask(TunnelKey.of(request), () -> factor.askAsync(request));
  }

  private static Decision<TunnelGrant> judge(Decision<TunnelGrant> decision, FactorResult result) {
    if (result instanceof FactorResult.Approved) {
      return decision;
    }
    String why =
        result instanceof FactorResult.Refused refused
            ? refused.reason().code() + ": " + refused.reason().explanation()
            : "the second factor failed";
    return new Decision.Deny<>(new DenyReason(DenyCode.NOT_AUTHORIZED, "second-factor", why));
  }

  @Override
  public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection)
      throws Exception {
    return policy.consent(principal, connection);
  }
}
