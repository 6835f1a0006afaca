/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.ManualClock;
import io.rdgateway.auth.Tunnels;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.FactorResult;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.SecondFactor;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An application's own factor behind a policy. */
class SecondFactorPolicyTest {
  private static final TunnelGrant TERMS =
      TunnelGrant.withoutRedirection().withTimeouts(Duration.ofMinutes(1), Duration.ZERO);

  private final ManualClock clock = new ManualClock();
  private final List<String> asked = new ArrayList<>();
  private FactorResult answer = new FactorResult.Approved();

  private SecondFactorPolicy policy(ConnectionPolicy rules) {
    SecondFactor factor =
        request -> {
          asked.add(request.principal().name());
          return answer;
        };
    return new SecondFactorPolicy(rules, factor, Duration.ofSeconds(60), false, clock);
  }

  @Test
  void theTermsAreThoseOfThePolicy() throws Exception {
    SecondFactorPolicy policy = policy(request -> Decision.allow(TERMS));
    assertEquals(Decision.allow(TERMS), policy.authorizeTunnelAsync(Tunnels.open("alice")).join());
    assertEquals(Decision.allow(TERMS), policy.authorizeTunnel(Tunnels.open("bob")));
    assertEquals(List.of("alice", "bob"), asked);
  }

  @Test
  void whoMayNotComeInAnywayIsNotPrompted() throws Exception {
    SecondFactorPolicy policy = policy(request -> Decision.deny("not on the list"));
    assertInstanceOf(Decision.Deny.class, policy.authorizeTunnel(Tunnels.open("alice")));
    assertInstanceOf(
        Decision.Deny.class, policy.authorizeTunnelAsync(Tunnels.open("alice")).join());
    assertEquals(List.of(), asked);
  }

  @Test
  void aRefusalHasItsReason() throws Exception {
    answer = new FactorResult.Refused(new RejectReason("declined", "the user pressed no"));
    var denied =
        assertInstanceOf(
            Decision.Deny.class,
            policy(request -> Decision.allow(TERMS)).authorizeTunnel(Tunnels.open("alice")));
    assertEquals("declined: the user pressed no", denied.reason().explanation());
  }

  @Test
  void thePolicyDecidesAnewWhereTheUserIsNotAsked() throws Exception {
    List<TunnelRequest> seen = new ArrayList<>();
    SecondFactorPolicy policy =
        policy(
            request -> {
              seen.add(request);
              return seen.size() < 4 ? Decision.allow(TERMS) : Decision.deny("no longer");
            });
    policy.authorizeTunnel(Tunnels.open("alice"));
    policy.authorizeTunnel(Tunnels.open("alice")); // a reconnect
    assertInstanceOf(
        Decision.Allow.class, policy.authorizeTunnel(Tunnels.again("alice", Occasion.REVIEW)));
    assertInstanceOf(
        Decision.Deny.class, policy.authorizeTunnel(Tunnels.again("alice", Occasion.REVIEW)));
    assertEquals(4, seen.size());
    assertEquals(List.of("alice"), asked);
  }

  @Test
  void aFactorThatFailsRefuses() {
    SecondFactor broken =
        request -> {
          throw new IllegalStateException("no push service");
        };
    var policy = new SecondFactorPolicy(request -> Decision.allow(TERMS), broken);
    assertTrue(policy.authorizeTunnelAsync(Tunnels.open("alice")).isCompletedExceptionally());
  }

  @Test
  void cancellingReachesTheFactor() {
    CompletableFuture<FactorResult> push = new CompletableFuture<>();
    SecondFactor factor =
        new SecondFactor() {
          @Override
          public FactorResult ask(TunnelRequest request) {
            throw new AssertionError("this form holds a thread");
          }

          @Override
          public CompletableFuture<FactorResult> askAsync(TunnelRequest request) {
            return push;
          }
        };
    var policy = new SecondFactorPolicy(request -> Decision.allow(TERMS), factor);
    policy.authorizeTunnelAsync(Tunnels.open("alice")).cancel(true);
    assertTrue(push.isCancelled());
  }
}
