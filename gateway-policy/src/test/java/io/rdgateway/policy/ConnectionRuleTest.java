/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionRuleTest {

  private static Decision<TunnelGrant> ask(UserPrincipal who, ConnectionRule... rules) {
    RulePolicy.Builder policy = RulePolicy.builder();
    Stream.of(rules).forEach(policy::connectionRule);
    return policy.build().authorizeTunnel(Requests.tunnel(who));
  }

  private static ConnectionRule rule(String name, Subjects subjects) {
    return ConnectionRule.builder(name, subjects).build();
  }

  static Stream<Arguments> subjects() {
    return Stream.of(
        Arguments.of(Subjects.ofUsers("alice"), Requests.ALICE, true),
        Arguments.of(Subjects.ofUsers("ALICE"), Requests.ALICE, true),
        Arguments.of(Subjects.ofUsers("alic"), Requests.ALICE, false),
        Arguments.of(Subjects.ofUsers("*"), Requests.ALICE, false),
        Arguments.of(Subjects.ofUsers("bob"), Requests.ALICE, false),
        Arguments.of(Subjects.ofUsers("S-1-5-21-7"), Requests.ALICE, true),
        Arguments.of(Subjects.ofUsers("s-1-5-21-7"), Requests.ALICE, false),
        Arguments.of(Subjects.ofUsers("S-1-5-21-8"), Requests.ALICE, false),
        Arguments.of(Subjects.ofUsers("rdg-users"), Requests.ALICE, false),
        Arguments.of(Subjects.ofUsers("bob").orUsers("alice"), Requests.ALICE, true),
        Arguments.of(Subjects.ofGroups("rdg-users"), Requests.ALICE, true),
        Arguments.of(Subjects.ofGroups("RDG-Users"), Requests.ALICE, true),
        Arguments.of(Subjects.ofGroups("rdg-users"), Requests.BOB, false),
        Arguments.of(Subjects.ofGroups("alice"), Requests.ALICE, false),
        Arguments.of(Subjects.ofGroups("S-1-5-21-7"), Requests.ALICE, false),
        Arguments.of(Subjects.ofGroups("other").orGroups("rdg-users"), Requests.ALICE, true),
        Arguments.of(Subjects.ofGroups("other").orUsers("bob"), Requests.BOB, true),
        Arguments.of(Subjects.ofGroups("other").orUsers("bob"), Requests.ALICE, false),
        // The Kelvin sign is no k, the dotless and dotted i of Turkish no i.
        Arguments.of(Subjects.ofUsers("kim"), Requests.user("1", "\u212Aim"), false),
        Arguments.of(Subjects.ofUsers("ida"), Requests.user("1", "\u0130da"), false),
        Arguments.of(Subjects.ofUsers("ida"), Requests.user("1", "\u0131da"), false),
        Arguments.of(Subjects.ofUsers("\u00C4nne"), Requests.user("1", "\u00E4NNE"), true));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void letsInWhomItNames(Subjects subjects, UserPrincipal who, boolean allowed) {
    assertEquals(
        allowed, ask(who, rule("staff", subjects)) instanceof Decision.Allow, subjects.toString());
  }

  @Test
  void aRuleThatIsSwitchedOffLetsNobodyIn() {
    ConnectionRule.Builder builder =
        ConnectionRule.builder("staff", Subjects.ofGroups("rdg-users"));
    assertEquals(
        Decision.Deny.class, ask(Requests.ALICE, builder.enabled(false).build()).getClass());
    assertEquals(
        Decision.Allow.class, ask(Requests.ALICE, builder.enabled(true).build()).getClass());
  }

  @Test
  void theFirstMatchDecides() {
    ConnectionRule off =
        ConnectionRule.builder("off", Subjects.ofUsers("alice")).enabled(false).build();
    ConnectionRule strict =
        ConnectionRule.builder("strict", Subjects.ofUsers("alice"))
            .idleTimeout(Duration.ofMinutes(5))
            .build();
    ConnectionRule loose = rule("loose", Subjects.ofUsers("alice"));
    assertEquals(
        new Decision.Allow<>(strict.grant(), "strict"),
        ask(Requests.ALICE, off, rule("other", Subjects.ofUsers("bob")), strict, loose));
    assertEquals(new Decision.Allow<>(loose.grant(), "loose"), ask(Requests.ALICE, loose, strict));
  }

  @Test
  void grantsWhatItSays() {
    Subjects subjects = Subjects.ofUsers("alice");
    assertEquals(TunnelGrant.unrestricted(), ConnectionRule.builder("r", subjects).build().grant());
    assertEquals(
        new TunnelGrant(
            Set.of(Redirection.DRIVE, Redirection.PORT),
            Duration.ofMinutes(30),
            Duration.ofHours(8),
            false,
            Map.of()),
        ConnectionRule.builder("r", subjects)
            .disable(Redirection.DRIVE)
            .disable(Redirection.PORT)
            .idleTimeout(Duration.ofMinutes(30))
            .sessionTimeout(Duration.ofHours(8))
            .build()
            .grant());
    assertEquals(
        EnumSet.allOf(Redirection.class),
        ConnectionRule.builder("r", subjects)
            .disableAllRedirections()
            .build()
            .grant()
            .disabledRedirections());
  }

  @Test
  void refusesWhatCannotBeMeant() {
    ConnectionRule.Builder builder = ConnectionRule.builder("r", Subjects.ofUsers("alice"));
    for (Duration wrong :
        new Duration[] {
          Duration.ofSeconds(-1), Duration.ofMillis(1500), Duration.ofDays(365).plusSeconds(1)
        }) {
      assertThrows(IllegalArgumentException.class, () -> builder.idleTimeout(wrong));
      assertThrows(IllegalArgumentException.class, () -> builder.sessionTimeout(wrong));
    }
    assertEquals(
        ConnectionRule.MAX_TIMEOUT,
        builder.idleTimeout(ConnectionRule.MAX_TIMEOUT).build().grant().idleTimeout());

    for (String wrong :
        new String[] {"", " ", " r", "r ", "a\nb", "\u0000", "a\uD800b", "x".repeat(101)}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ConnectionRule.builder(wrong, Subjects.ofUsers("alice")),
          wrong);
    }
    assertEquals("x".repeat(100), rule("x".repeat(100), Subjects.ofUsers("a")).name());
  }

  @Test
  void aRuleNamesSomebodyOnceAndReadably() {
    assertThrows(IllegalArgumentException.class, () -> Subjects.ofUsers());
    assertThrows(IllegalArgumentException.class, () -> Subjects.ofGroups());
    assertThrows(IllegalArgumentException.class, () -> Subjects.ofUsers("alice", "ALICE"));
    assertThrows(IllegalArgumentException.class, () -> Subjects.ofGroups("a").orGroups("A"));
    for (String wrong : new String[] {"", " a", "a\u0007", "x".repeat(1025)}) {
      assertThrows(IllegalArgumentException.class, () -> Subjects.ofUsers(wrong));
      assertThrows(IllegalArgumentException.class, () -> Subjects.ofGroups(wrong));
    }
  }
}
