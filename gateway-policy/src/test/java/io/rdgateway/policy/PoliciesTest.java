/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static io.rdgateway.policy.Outcomes.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

  private static final TunnelRequest TUNNEL = Requests.tunnel(Requests.ALICE);
  private static final ChannelRequest CHANNEL =
      Requests.channel(Requests.ALICE, "pc", "10.0.0.1", 3389);

  @ParameterizedTest
  @CsvSource({
    "firstOf, allow, allow a, 1",
    "firstOf, deny, deny a, 1",
    "firstOf, none, none a, 1",
    "firstOf, fail, fail a, 1",
    "firstOf, allow deny, allow a, 1",
    "firstOf, deny allow, deny a, 1",
    "firstOf, none allow, allow b, 2",
    "firstOf, none deny allow, deny b, 2",
    "firstOf, none none, none a; b, 2",
    "firstOf, none none allow, allow c, 3",
    "firstOf, none fail allow, fail b, 2",
    "firstOf, fail allow, fail a, 1",
    "firstOf, allow fail, allow a, 1",
    "allOf, allow, allow a, 1",
    "allOf, deny, deny a, 1",
    "allOf, none, none a, 1",
    "allOf, fail, fail a, 1",
    "allOf, allow allow, allow a and b, 2",
    "allOf, allow allow allow, allow a and b and c, 3",
    "allOf, allow deny allow, deny b, 2",
    "allOf, allow none allow, none b, 2",
    "allOf, none deny, none a, 1",
    "allOf, deny allow, deny a, 1",
    "allOf, allow fail allow, fail b, 2",
  })
  void combines(String how, String words, String expected, int asked) {
    for (boolean tunnel : new boolean[] {true, false}) {
      for (boolean async : new boolean[] {true, false}) {
        List<FakePolicy> fakes = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
          fakes.add(new FakePolicy(String.valueOf((char) ('a' + fakes.size())), word));
        }
        AuthorizationPolicy[] array = fakes.toArray(AuthorizationPolicy[]::new);
        AuthorizationPolicy policy =
            how.equals("firstOf") ? Policies.firstOf(array) : Policies.allOf(array);
        String outcome;
        if (async) {
          outcome =
              tunnel
                  ? outcome(policy.authorizeTunnelAsync(TUNNEL))
                  : outcome(policy.authorizeChannelAsync(CHANNEL));
        } else {
          outcome =
              tunnel
                  ? outcome(() -> policy.authorizeTunnel(TUNNEL))
                  : outcome(() -> policy.authorizeChannel(CHANNEL));
        }
        assertEquals(expected, outcome);
        assertEquals(asked, fakes.stream().mapToInt(fake -> fake.asked).sum());
      }
    }
  }

  private static AuthorizationPolicy granting(TunnelGrant tunnel, ChannelGrant channel) {
    return AuthorizationPolicy.of(
        request -> Decision.allow(tunnel), request -> Decision.allow(channel));
  }

  private static TunnelGrant grant(
      Set<Redirection> disabled, int idle, int session, boolean reauthenticate) {
    return new TunnelGrant(
        disabled, Duration.ofMinutes(idle), Duration.ofMinutes(session), reauthenticate, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0", "0, 5, 5", "5, 0, 5", "5, 7, 5", "7, 5, 5",
  })
  void theShorterTimeoutHolds(int one, int other, int both) throws Exception {
    AuthorizationPolicy policy =
        Policies.allOf(
            granting(grant(Set.of(), one, other, true), ChannelGrant.plain()),
            granting(grant(Set.of(), other, one, true), ChannelGrant.plain()));
    assertEquals(
        new Decision.Allow<>(grant(Set.of(), both, both, true), "application and application"),
        policy.authorizeTunnel(TUNNEL));
  }

  @Test
  void theStricterTermsHold() throws Exception {
    for (int bits = 0; bits < 4; bits++) {
      boolean one = (bits & 1) != 0;
      boolean other = (bits & 2) != 0;
      AuthorizationPolicy policy =
          Policies.allOf(
              granting(
                  new TunnelGrant(
                      Set.of(Redirection.DRIVE, Redirection.PORT),
                      Duration.ZERO,
                      Duration.ZERO,
                      one,
                      Map.of("a", "1", "b", "1")),
                  new ChannelGrant(one, Map.of("a", "1", "b", "1"))),
              granting(
                  new TunnelGrant(
                      Set.of(Redirection.DRIVE, Redirection.CLIPBOARD),
                      Duration.ZERO,
                      Duration.ZERO,
                      other,
                      Map.of("b", "2", "c", "2")),
                  new ChannelGrant(other, Map.of("b", "2", "c", "2"))));
      Map<String, String> attributes = Map.of("a", "1", "b", "1", "c", "2");
      assertEquals(
          new Decision.Allow<>(
              new TunnelGrant(
                  Set.of(Redirection.DRIVE, Redirection.PORT, Redirection.CLIPBOARD),
                  Duration.ZERO,
                  Duration.ZERO,
                  one && other,
                  attributes),
              "application and application"),
          policy.authorizeTunnel(TUNNEL));
      assertEquals(
          new Decision.Allow<>(
              new ChannelGrant(one && other, attributes), "application and application"),
          policy.authorizeChannel(CHANNEL));
    }
  }

  @Test
  void aNullRefuses() {
    AuthorizationPolicy nulls = AuthorizationPolicy.of(request -> nothing(), request -> nothing());
    for (AuthorizationPolicy policy : List.of(Policies.firstOf(nulls), Policies.allOf(nulls))) {
      assertThrows(NullPointerException.class, () -> policy.authorizeTunnel(TUNNEL));
      assertThrows(NullPointerException.class, () -> policy.authorizeChannel(CHANNEL));
      assertTrue(policy.authorizeTunnelAsync(TUNNEL).isCompletedExceptionally());
      assertTrue(policy.authorizeChannelAsync(CHANNEL).isCompletedExceptionally());
    }
  }

  /** What a careless lambda returns. */
  @SuppressWarnings("NullAway")
  private static <T> Decision<T> nothing() {
    return null;
  }

  @Test
  void rulesLeaveToOthersWhatTheyDoNotMatch() throws Exception {
    RulePolicy rules =
        RulePolicy.builder()
            .otherwiseNotApplicable()
            .connectionRule(ConnectionRule.builder("staff", Subjects.ofUsers("alice")).build())
            .resourceRule(
                ResourceRule.builder("lab", Subjects.ofUsers("alice")).hosts("pc").build())
            .build();
    ChannelRequest far = Requests.channel(Requests.ALICE, "far", "10.0.0.9", 3389);
    AuthorizationPolicy mixed = Policies.firstOf(rules, new FakePolicy("own", "allow"));
    for (RulePolicy same : List.of(rules, rules.toBuilder().build())) {
      assertEquals("allow staff", outcome(same.authorizeTunnel(TUNNEL)));
      assertEquals("allow lab", outcome(same.authorizeChannel(CHANNEL)));
      assertEquals(
          "none none of the resource policies (1) covers the host",
          outcome(same.authorizeChannel(far)));
      assertEquals(
          "none no connection policy lets the user open a tunnel: \"staff\" names neither the user"
              + " nor a group of the user",
          outcome(same.authorizeTunnel(Requests.tunnel(Requests.BOB))));
    }
    assertEquals("allow lab", outcome(mixed.authorizeChannel(CHANNEL)));
    assertEquals("allow own", outcome(mixed.authorizeChannel(far)));
    assertEquals("allow own", outcome(mixed.authorizeTunnel(Requests.tunnel(Requests.BOB))));
    assertFalse(
        rules.explain(ExplainRequest.of(Requests.ALICE, "far", 3389, Instant.EPOCH)).allowed());
  }

  /** A host without address is no matter of matching. */
  @Test
  void whatIsNotResolvedIsDeniedEvenWithOthersBehind() {
    RulePolicy rules = RulePolicy.builder().otherwiseNotApplicable().build();
    ChannelRequest unresolved =
        Requests.channel(
            Requests.ALICE, "pc", InetSocketAddress.createUnresolved("pc", 3389), 3389);
    assertEquals(
        "deny the host has not been resolved to an address",
        outcome(rules.authorizeChannel(unresolved)));
  }

  @Test
  void needsAPolicy() {
    assertThrows(IllegalArgumentException.class, () -> Policies.firstOf());
    assertThrows(IllegalArgumentException.class, () -> Policies.allOf());
  }
}
