/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import org.junit.jupiter.api.Test;

/** What a denial says. */
class ExplanationTest {

  private static final Subjects OTHERS = Subjects.ofGroups("others");

  private static DenyReason reason(Decision<?> decision) {
    return assertInstanceOf(Decision.Deny.class, decision).reason();
  }

  private static DenyReason tunnel(RulePolicy policy) {
    return reason(policy.authorizeTunnel(Requests.tunnel(Requests.ALICE)));
  }

  private static DenyReason channel(RulePolicy policy) {
    return reason(
        policy.authorizeChannel(Requests.channel(Requests.ALICE, "pc", "10.0.0.1", 3390)));
  }

  private static ResourceRule.Builder lab(String name) {
    return ResourceRule.builder(name, Subjects.ofUsers("alice")).hosts("pc");
  }

  @Test
  void aPolicyWithoutRulesSaysSo() {
    RulePolicy nothing = RulePolicy.builder().build();
    assertEquals(
        new DenyReason(
            DenyCode.NOT_AUTHORIZED,
            "connection-policies",
            "there is no connection policy, so nobody may open a tunnel"),
        tunnel(nothing));
    assertEquals(
        new DenyReason(
            DenyCode.NOT_AUTHORIZED,
            "resource-policies",
            "there is no resource policy, so no host may be reached"),
        channel(nothing));
  }

  @Test
  void namesTheRulesAndWhyTheyWerePassedOver() {
    RulePolicy policy =
        RulePolicy.builder()
            .connectionRule(
                ConnectionRule.builder("night", Subjects.ofUsers("alice")).enabled(false).build())
            .connectionRule(ConnectionRule.builder("staff", OTHERS).build())
            .resourceRule(lab("off").enabled(false).build())
            .resourceRule(lab("lab").hosts("10.0.0.1", "p*").build())
            .resourceRule(ResourceRule.builder("admins", OTHERS).anyHost().anyPort().build())
            .resourceRule(ResourceRule.builder("far", OTHERS).hosts("far").build())
            .build();
    assertEquals(
        "no connection policy lets the user open a tunnel: \"night\" is disabled, \"staff\" names"
            + " neither the user nor a group of the user",
        tunnel(policy).explanation());
    assertEquals(
        "no resource policy lets the user reach the host: \"lab\" does not open port 3390, \"off\""
            + " is disabled, \"admins\" names neither the user nor a group of the user; the others"
            + " (1) do not cover the host",
        channel(policy).explanation());
  }

  @Test
  void saysThatNothingCoversTheHost() {
    RulePolicy policy =
        RulePolicy.builder()
            .resourceRule(ResourceRule.builder("far", OTHERS).hosts("far").build())
            .build();
    assertEquals(
        "none of the resource policies (1) covers the host", channel(policy).explanation());
  }

  @Test
  void staysShortHoweverLongThePolicyIs() {
    RulePolicy.Builder builder = RulePolicy.builder();
    for (int i = 0; i < 1_000; i++) {
      String name = "x".repeat(90) + i;
      builder.connectionRule(ConnectionRule.builder(name, OTHERS).build());
      builder.resourceRule(ResourceRule.builder(name, OTHERS).anyHost().build());
      builder.resourceRule(ResourceRule.builder("far" + i, OTHERS).hosts("far").build());
    }
    RulePolicy policy = builder.build();
    String tunnel = tunnel(policy).explanation();
    String channel = channel(policy).explanation();
    assertTrue(tunnel.length() < 1_000, tunnel);
    assertTrue(tunnel.endsWith(", and 995 more do not match"), tunnel);
    assertTrue(channel.length() < 1_000, channel);
    assertTrue(
        channel.endsWith(", and 995 more do not match; the others (1000) do not cover the host"),
        channel);
  }
}
