/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulePolicyPropertyTest {

  private static final int SEEDS = 20_000;

  private int allowed;
  private int denied;
  private int opened;

  @Test
  void decidesAboutTunnelsLikeTheReference() {
    Seeds.check(
        SEEDS,
        random -> {
          PolicyGenerator generator = new PolicyGenerator(random);
          Instant now = generator.moment();
          RulePolicy policy =
              generator.policy().toBuilder().clock(InstantSource.fixed(now)).build();
          TunnelRequest request = generator.tunnelRequest();
          List<String> matching =
              ReferenceEvaluator.matching(policy.connectionRules(), request, now);
          Decision<TunnelGrant> decision = policy.authorizeTunnel(request);
          if (decision instanceof Decision.Allow<TunnelGrant> allow) {
            allowed++;
            assertEquals(matching.get(0), allow.policy());
          } else {
            denied++;
            assertInstanceOf(Decision.Deny.class, decision);
            assertEquals(List.of(), matching);
          }
          for (Explanation.PassedOver one : explained(policy, request, now)) {
            assertFalse(one.reason().isEmpty(), one.rule() + " was passed over for nothing");
          }
        });
    assertBothHappen();
  }

  private static List<Explanation.PassedOver> explained(
      RulePolicy policy, TunnelRequest request, Instant now) {
    return policy
        .explain(
            ExplainRequest.of(request.principal(), "pc", 3389, now)
                .from(request.connection().clientAddress().getAddress(), request.clientName()))
        .tunnel()
        .passedOver();
  }

  @Test
  void decidesAboutHostsLikeTheReference() {
    Seeds.check(
        SEEDS,
        random -> {
          PolicyGenerator generator = new PolicyGenerator(random);
          RulePolicy policy = generator.policy();
          ChannelRequest request = generator.channelRequest();
          List<ResourceRule> matching = ReferenceEvaluator.matching(policy, request);
          List<ResourceRule> naming =
              matching.stream()
                  .filter(r -> ReferenceEvaluator.namesAddress(policy, r, request))
                  .toList();
          Decision<ChannelGrant> decision = policy.authorizeChannel(request);
          if (decision instanceof Decision.Allow<ChannelGrant> allow) {
            allowed++;
            opened += naming.isEmpty() ? 0 : 1;
            assertEquals(!naming.isEmpty(), allow.grant().opensReservedAddress());
            List<ResourceRule> deciding = naming.isEmpty() ? matching : naming;
            assertTrue(
                deciding.stream().anyMatch(rule -> rule.name().equals(allow.policy())),
                allow.policy());
          } else {
            denied++;
            assertInstanceOf(Decision.Deny.class, decision);
            assertEquals(List.of(), matching);
          }
        });
    assertBothHappen();
    assertTrue(opened > SEEDS / 100, "only " + opened + " openings");
  }

  @Test
  void addingAResourceRuleTakesNothingAway() {
    Seeds.check(
        SEEDS,
        random -> {
          PolicyGenerator generator = new PolicyGenerator(random);
          RulePolicy policy = generator.policy();
          RulePolicy.Builder more = RulePolicy.builder();
          policy.resourceGroups().forEach(more::resourceGroup);
          int place = random.nextInt(policy.resourceRules().size() + 1);
          policy.resourceRules().subList(0, place).forEach(more::resourceRule);
          more.resourceRule(generator.resourceRule("new"));
          policy
              .resourceRules()
              .subList(place, policy.resourceRules().size())
              .forEach(more::resourceRule);
          ChannelRequest request = generator.channelRequest();
          if (policy.authorizeChannel(request) instanceof Decision.Allow<ChannelGrant> before) {
            allowed++;
            Decision<ChannelGrant> decision = more.build().authorizeChannel(request);
            if (!(decision instanceof Decision.Allow<ChannelGrant> after)) {
              throw new AssertionError(before + " became " + decision);
            }
            assertTrue(
                after.grant().opensReservedAddress() || !before.grant().opensReservedAddress());
          } else {
            denied++;
          }
        });
    assertBothHappen();
  }

  private void assertBothHappen() {
    assertTrue(allowed > SEEDS / 20, "only " + allowed + " allowed");
    assertTrue(denied > SEEDS / 20, "only " + denied + " denied");
  }
}
