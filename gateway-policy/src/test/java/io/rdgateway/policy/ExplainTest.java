/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.policy.Explanation.PassedOver;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an administrator is told before anybody comes. */
class ExplainTest {

  private static final Subjects OTHERS = Subjects.ofGroups("others");
  private static final Subjects USERS = Subjects.ofGroups("rdg-users");

  /** A Monday. */
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static final RulePolicy POLICY =
      RulePolicy.builder()
          .connectionRule(
              ConnectionRule.builder("night", USERS)
                  .clientNetworks("10.0.0.0/8")
                  .schedule(Schedule.of(ZoneOffset.UTC, "Mon-Fri 22:00-06:00"))
                  .build())
          .connectionRule(ConnectionRule.builder("staff", USERS).build())
          .connectionRule(ConnectionRule.builder("late", USERS).build())
          .resourceRule(ResourceRule.builder("admins", OTHERS).anyHost().anyPort().build())
          .resourceRule(ResourceRule.builder("far", USERS).hosts("far").build())
          .resourceRule(ResourceRule.builder("lab", USERS).hosts("pc7", "10.1.0.0/16").build())
          .build();

  private static ExplainRequest ask(String host, int port) {
    return ExplainRequest.of(Requests.ALICE, host, port, NOW);
  }

  @Test
  void namesWhatDecidesAndWhatWasPassedOver() {
    Explanation explanation =
        POLICY.explain(
            ask("PC7.", 3389)
                .from(Requests.address("192.0.2.1"), "PC")
                .resolvedTo(Requests.address("10.0.0.7")));
    assertTrue(explanation.allowed());
    assertEquals(
        new Decision.Allow<>(POLICY.connectionRules().get(1).grant(), "staff"),
        explanation.tunnel().decision());
    assertEquals(
        List.of(
            new PassedOver(
                "night",
                "has no network that holds the client's address and is closed at this hour (Mon"
                    + " 12:00 in Z)")),
        explanation.tunnel().passedOver());
    assertEquals(
        new Decision.Allow<>(ChannelGrant.plain(), "lab"), explanation.channel().decision());
    assertEquals(
        List.of(new PassedOver("far", "does not cover the host")),
        explanation.channel().passedOver());
    assertEquals(
        String.join(
            "\n",
            "The tunnel of \"alice\" is allowed by \"staff\".",
            "Connection policy \"night\" has no network that holds the client's address and is"
                + " closed at this hour (Mon 12:00 in Z).",
            "The way to \"pc7\" port 3389 is allowed by \"lab\".",
            "Resource policy \"far\" does not cover the host."),
        explanation.toString());
  }

  @Test
  void listsEveryRuleOfADenial() {
    Explanation explanation =
        POLICY.explain(ask("pc7", 22).resolvedTo(Requests.address("10.0.0.7")));
    assertTrue(explanation.tunnel().allowed());
    assertFalse(explanation.channel().allowed());
    assertFalse(explanation.allowed());
    assertEquals(
        List.of(
            new PassedOver("lab", "does not open port 22"),
            new PassedOver("admins", "names neither the user nor a group of the user"),
            new PassedOver("far", "does not cover the host")),
        explanation.channel().passedOver());
    assertTrue(
        explanation
            .sentences()
            .contains("The way to \"pc7\" port 22 is denied by resource-policies."),
        explanation.toString());
  }

  @Test
  void isNotCutShort() {
    RulePolicy.Builder builder = RulePolicy.builder();
    for (int i = 0; i < 50; i++) {
      builder.connectionRule(ConnectionRule.builder("c" + i, OTHERS).build());
      builder.resourceRule(ResourceRule.builder("r" + i, OTHERS).anyHost().build());
    }
    Explanation explanation = builder.build().explain(ask("pc", 3389));
    assertEquals(50, explanation.tunnel().passedOver().size());
    assertEquals(50, explanation.channel().passedOver().size());
    assertEquals(103, explanation.sentences().size());
  }

  @Test
  void withoutAnAddressOnlyNamesAreJudged() {
    Explanation named = POLICY.explain(ask("pc7", 3389));
    assertTrue(named.allowed());
    assertTrue(named.toString().contains("not known here"), named.toString());
    assertFalse(POLICY.explain(ask("pc8", 3389)).allowed());
    assertTrue(POLICY.explain(ask("pc8", 3389).resolvedTo(Requests.address("10.1.2.3"))).allowed());
    Explanation literal = POLICY.explain(ask("10.1.2.3", 3389));
    assertTrue(literal.allowed());
    assertFalse(literal.toString().contains("not known here"), literal.toString());
    assertNull(ask("pc7", 3389).address());
  }

  @Test
  void asksForTheOtherNamesOfAHostOnlyWithItsAddress() {
    RulePolicy policy = POLICY.toBuilder().hostAliases((name, address) -> Set.of("pc7")).build();
    assertFalse(policy.explain(ask("x", 3389)).allowed());
    assertTrue(policy.explain(ask("x", 3389).resolvedTo(Requests.address("10.0.0.7"))).allowed());
  }

  /** The address of a policy for reserved ones shows in the grant. */
  @Test
  void showsWhatIsGranted() {
    RulePolicy policy =
        RulePolicy.builder()
            .resourceRule(ResourceRule.builder("local", USERS).hosts("127.0.0.1").build())
            .build();
    Explanation explanation = policy.explain(ask("127.0.0.1", 3389));
    assertEquals(
        new Decision.Allow<>(new ChannelGrant(true, Map.of()), "local"),
        explanation.channel().decision());
    assertFalse(explanation.allowed());
  }

  @Test
  void agreesWithTheDecision() {
    int[] allowed = {0, 0};
    Seeds.check(
        20_000,
        random -> {
          PolicyGenerator generator = new PolicyGenerator(random);
          Instant now = generator.moment();
          RulePolicy policy = generator.policy();
          ChannelRequest channel = generator.channelRequest();
          TunnelRequest tunnel = generator.tunnelRequest(channel.principal());
          Explanation explanation =
              policy.explain(
                  ExplainRequest.of(
                          channel.principal(), channel.requestedName(), channel.port(), now)
                      .from(tunnel.connection().clientAddress().getAddress(), tunnel.clientName())
                      .resolvedTo(channel.target().getAddress()));
          RulePolicy clocked = policy.toBuilder().clock(InstantSource.fixed(now)).build();
          assertEquals(clocked.authorizeTunnel(tunnel), explanation.tunnel().decision());
          assertEquals(policy.authorizeChannel(channel), explanation.channel().decision());
          assertAccountsForEachRuleOnce(policy, explanation);
          allowed[0] += explanation.tunnel().allowed() ? 1 : 0;
          allowed[1] += explanation.channel().allowed() ? 1 : 0;
        });
    assertTrue(allowed[0] > 1_000 && allowed[0] < 19_000, allowed[0] + " tunnels");
    assertTrue(allowed[1] > 1_000 && allowed[1] < 19_000, allowed[1] + " channels");
  }

  private static void assertAccountsForEachRuleOnce(RulePolicy policy, Explanation explanation) {
    List<String> passedOver =
        explanation.channel().passedOver().stream().map(PassedOver::rule).sorted().toList();
    assertEquals(passedOver.stream().distinct().toList(), passedOver);
    if (explanation.channel().decision() instanceof Decision.Allow<ChannelGrant> allow) {
      assertFalse(passedOver.contains(allow.policy()));
    } else {
      assertEquals(
          policy.resourceRules().stream().map(ResourceRule::name).sorted().toList(), passedOver);
    }
    if (!explanation.tunnel().allowed()) {
      assertEquals(
          policy.connectionRules().stream().map(ConnectionRule::name).toList(),
          explanation.tunnel().passedOver().stream().map(PassedOver::rule).toList());
    }
  }

  @Test
  void saysWhichTextIsShownFirst() {
    RulePolicy policy =
        POLICY.toBuilder()
            .consentRule(ConsentRule.builder("guests", "x").subjects(OTHERS).build())
            .consentRule(ConsentRule.builder("house rules", "y").build())
            .consentRule(ConsentRule.builder("later", "z").build())
            .build();
    assertEquals(
        "The client is shown the consent message \"house rules\" first; one that cannot show it is"
            + " refused.",
        policy.explain(ask("pc7", 3389)).sentences().get(0));
    RulePolicy lenient =
        POLICY.toBuilder()
            .consentRule(ConsentRule.builder("greeting", "y").required(false).build())
            .build();
    assertEquals(
        "The client is shown the consent message \"greeting\" first; one that cannot show it goes"
            + " on all the same.",
        lenient.explain(ask("pc7", 3389)).sentences().get(0));
    assertNull(POLICY.explain(ask("pc7", 3389)).consent());
  }
}
