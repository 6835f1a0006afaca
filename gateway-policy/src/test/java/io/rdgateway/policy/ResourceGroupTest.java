/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts under a name. */
class ResourceGroupTest {

  private static final Subjects USERS = Subjects.ofGroups("rdg-users");

  private static ResourceRule.Builder rule(String name) {
    return ResourceRule.builder(name, USERS);
  }

  @ParameterizedTest
  @CsvSource({
    "lab-1, 10.0.0.1, true",
    "lab-2, 10.0.0.1, false",
    "x.lab.example, 10.0.0.1, true",
    "lab.example, 10.0.0.1, false",
    "any, 10.7.0.1, true",
    "any, 10.8.0.1, false",
    "pc-alice, 10.0.0.1, true",
    "pc-bob, 10.0.0.1, false",
    "own, 10.0.0.1, true",
    "office-1, 10.0.0.1, false",
  })
  void aRuleOpensTheHostsOfItsGroups(String name, String address, boolean allowed) {
    RulePolicy policy =
        RulePolicy.builder()
            .resourceRule(rule("r").hosts("own").resourceGroups("lab").build())
            .resourceGroup(
                ResourceGroup.of("lab", "lab-1", "*.lab.example", "10.7.0.0/16", "pc-${user}"))
            .resourceGroup(ResourceGroup.of("office", "office-1"))
            .build();
    Decision<ChannelGrant> decision =
        policy.authorizeChannel(Requests.channel(Requests.ALICE, name, address, 3389));
    if (allowed) {
      assertEquals(new Decision.Allow<>(ChannelGrant.plain(), "r"), decision);
    } else {
      assertInstanceOf(Decision.Deny.class, decision);
    }
  }

  @Test
  void anAddressInAGroupIsNamedLikeOneInARule() {
    RulePolicy policy =
        RulePolicy.builder()
            .resourceGroup(ResourceGroup.of("local", "127.0.0.1"))
            .resourceRule(rule("wide").anyHost().build())
            .resourceRule(rule("exact").resourceGroups("local").build())
            .build();
    assertEquals(
        new Decision.Allow<>(new ChannelGrant(true, Map.of()), "exact"),
        policy.authorizeChannel(Requests.channel(Requests.ALICE, "localhost", "127.0.0.1", 3389)));
  }

  @Test
  void rulesShareGroups() {
    RulePolicy policy =
        RulePolicy.builder()
            .resourceGroup(ResourceGroup.of("lab", "lab-1", "lab-2"))
            .resourceGroup(ResourceGroup.of("office", "lab-2"))
            .resourceRule(
                ResourceRule.builder("bob", Subjects.ofUsers("bob")).resourceGroups("lab").build())
            .resourceRule(rule("off").resourceGroups("lab", "office").enabled(false).build())
            .resourceRule(rule("ssh").resourceGroups("lab").ports(22).build())
            .build();
    assertEquals(
        new Decision.Allow<>(ChannelGrant.plain(), "bob"),
        policy.authorizeChannel(Requests.channel(Requests.BOB, "lab-1", "10.0.0.1", 3389)));
    assertEquals(
        new Decision.Allow<>(ChannelGrant.plain(), "ssh"),
        policy.authorizeChannel(Requests.channel(Requests.ALICE, "lab-1", "10.0.0.1", 22)));
    assertEquals(
        "no resource policy lets the user reach the host: \"bob\" names neither the user nor a"
            + " group of the user, \"off\" is disabled, \"ssh\" does not open port 3389",
        assertInstanceOf(
                Decision.Deny.class,
                policy.authorizeChannel(
                    Requests.channel(Requests.ALICE, "lab-2", "10.0.0.1", 3389)))
            .reason()
            .explanation());
  }

  @Test
  void isKeptWithThePolicy() {
    ResourceGroup lab = ResourceGroup.of("lab", "lab-1");
    RulePolicy policy =
        RulePolicy.builder()
            .resourceGroup(lab)
            .resourceRule(rule("r").resourceGroups("lab").build())
            .build();
    assertEquals(List.of(lab), policy.resourceGroups());
    assertEquals(policy, policy.toBuilder().build());
    assertEquals(List.of("lab"), policy.resourceRules().get(0).resourceGroups());
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertThrows(IllegalArgumentException.class, () -> ResourceGroup.of("lab"));
    assertThrows(IllegalArgumentException.class, () -> ResourceGroup.of("", "pc"));
    assertThrows(IllegalArgumentException.class, () -> ResourceGroup.of("lab", "pc", "PC"));
    assertThrows(
        IllegalArgumentException.class, () -> new ResourceGroup("lab", List.of(new Target.Any())));
    ResourceRule.Builder twice = rule("r").resourceGroups("lab", "LAB");
    assertThrows(IllegalArgumentException.class, twice::build);
    ResourceRule.Builder anyToo = rule("r").anyHost().resourceGroups("lab");
    assertThrows(IllegalArgumentException.class, anyToo::build);
    RulePolicy.Builder undeclared =
        RulePolicy.builder()
            .resourceGroup(ResourceGroup.of("lab", "pc"))
            .resourceRule(rule("r").resourceGroups("Lab").build());
    assertThrows(IllegalArgumentException.class, undeclared::build);
    ResourceGroup same = ResourceGroup.of("LAB", "pc");
    assertThrows(IllegalArgumentException.class, () -> undeclared.resourceGroup(same));
  }
}
