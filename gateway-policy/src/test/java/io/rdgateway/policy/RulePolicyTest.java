/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.AuthScheme;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulePolicyTest {

  private static final Subjects ALICE = Subjects.ofUsers("alice");

  @Test
  void keepsItsRulesInOrder() {
    ConnectionRule cap1 = ConnectionRule.builder("b", ALICE).build();
    ConnectionRule cap2 = ConnectionRule.builder("a", ALICE).build();
    ResourceRule rap1 = ResourceRule.builder("b", ALICE).anyHost().build();
    ResourceRule rap2 = ResourceRule.builder("a", ALICE).anyHost().build();
    RulePolicy policy =
        RulePolicy.builder()
            .connectionRule(cap1)
            .resourceRule(rap1)
            .connectionRule(cap2)
            .resourceRule(rap2)
            .build();
    assertEquals(List.of(cap1, cap2), policy.connectionRules());
    assertEquals(List.of(rap1, rap2), policy.resourceRules());
  }

  @Test
  void aNameStandsForOneRule() {
    RulePolicy.Builder policy =
        RulePolicy.builder()
            .connectionRule(ConnectionRule.builder("a", ALICE).build())
            .resourceRule(ResourceRule.builder("a", ALICE).anyHost().build());
    ConnectionRule cap = ConnectionRule.builder("A", ALICE).build();
    ResourceRule rap = ResourceRule.builder("A", ALICE).anyHost().build();
    assertThrows(IllegalArgumentException.class, () -> policy.connectionRule(cap));
    assertThrows(IllegalArgumentException.class, () -> policy.resourceRule(rap));
    assertEquals(1, policy.build().connectionRules().size());
    assertEquals(1, policy.build().resourceRules().size());
  }

  /** Round trips compare policies, so equality has to see every option. */
  @Test
  void everyOptionMakesADifference() {
    List<Object> different = new ArrayList<>();
    different.add(ConnectionRule.builder("a", ALICE).build());
    different.add(ConnectionRule.builder("A", ALICE).build());
    different.add(ConnectionRule.builder("a", Subjects.ofUsers("bob")).build());
    different.add(ConnectionRule.builder("a", Subjects.ofGroups("alice")).build());
    different.add(ConnectionRule.builder("a", ALICE).enabled(false).build());
    different.add(ConnectionRule.builder("a", ALICE).disableAllRedirections().build());
    different.add(ConnectionRule.builder("a", ALICE).idleTimeout(ofSecond()).build());
    different.add(ConnectionRule.builder("a", ALICE).sessionTimeout(ofSecond()).build());
    different.add(
        ConnectionRule.builder("a", ALICE)
            .sessionTimeout(ofSecond())
            .reauthenticateAtTimeout(true)
            .build());
    different.add(ConnectionRule.builder("a", ALICE).signIn(SignInClass.TOKEN).build());
    different.add(ConnectionRule.builder("a", ALICE).schemes(AuthScheme.PAA).build());
    different.add(ConnectionRule.builder("a", ALICE).clientNetworks("10.0.0.0/8").build());
    different.add(ConnectionRule.builder("a", ALICE).clientNames("pc").build());
    Schedule night = Schedule.of(ZoneOffset.UTC, "Mon 22:00-06:00");
    different.add(ConnectionRule.builder("a", ALICE).schedule(night).build());
    different.add(ResourceRule.builder("a", ALICE).hosts("pc").build());
    different.add(ResourceRule.builder("b", ALICE).hosts("pc").build());
    different.add(ResourceRule.builder("a", ALICE.orUsers("bob")).hosts("pc").build());
    different.add(ResourceRule.builder("a", ALICE).hosts("pc").enabled(false).build());
    different.add(ResourceRule.builder("a", ALICE).hosts("pc2").build());
    different.add(ResourceRule.builder("a", ALICE).hosts("127.0.0.1").build());
    different.add(ResourceRule.builder("a", ALICE).hosts("127.0.0.1/32").build());
    different.add(ResourceRule.builder("a", ALICE).hosts("${user}").build());
    different.add(ResourceRule.builder("a", ALICE).hosts("${attribute.user}").build());
    different.add(ResourceRule.builder("a", ALICE).resourceGroups("pc").build());
    different.add(ResourceRule.builder("a", ALICE).hosts("pc").resourceGroups("pc").build());
    different.add(ResourceGroup.of("a", "pc"));
    different.add(RulePolicy.builder().build());
    different.add(RulePolicy.builder().resourceGroup(ResourceGroup.of("a", "pc")).build());
    different.add(ResourceRule.builder("a", ALICE).anyHost().build());
    different.add(ResourceRule.builder("a", ALICE).hosts("pc").ports(1).build());
    for (Object one : different) {
      for (Object other : different) {
        if (one == other) {
          assertEquals(one, other);
        } else {
          assertNotEquals(one, other);
        }
      }
    }
  }

  private static Duration ofSecond() {
    return Duration.ofSeconds(1);
  }
}
