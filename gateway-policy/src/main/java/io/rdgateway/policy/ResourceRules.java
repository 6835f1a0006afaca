/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides about hosts by rules: any that matches, first those that name the very address. */
final class ResourceRules {

  private static final ChannelGrant OPENS_RESERVED = new ChannelGrant(true, Map.of());

  private final List<ResourceRule> rules;
  private final ResourceIndex index;
  private final SubjectIndex users;

  ResourceRules(List<ResourceRule> rules, Map<String, ResourceGroup> groups) {
    this.rules = rules;
    this.index = new ResourceIndex(rules, groups);
    this.users = new SubjectIndex(rules.stream().map(ResourceRule::subjects).toList());
  }

  /** Allows by a rule, or says in {@link Decision.NotApplicable} why none matches. */
  Decision<ChannelGrant> decide(ChannelFacts facts, Objections objections) {
    BitSet mine = users.including(facts.who());
    BitSet naming = index.naming(facts.address());
    ResourceRule rule = firstOf(naming, mine, facts, objections);
    if (rule != null) {
      return new Decision.Allow<>(OPENS_RESERVED, rule.name());
    }
    BitSet named = index.named(facts);
    named.andNot(naming);
    rule = firstOf(named, mine, facts, objections);
    if (rule == null) {
      BitSet wide = index.wide(facts);
      wide.andNot(naming);
      wide.andNot(named);
      rule = firstOf(wide, mine, facts, objections);
    }
    return rule == null
        ? Decision.notApplicable(sentence(objections))
        : new Decision.Allow<>(ChannelGrant.plain(), rule.name());
  }

  private @Nullable ResourceRule firstOf(
      BitSet places, BitSet mine, ChannelFacts facts, Objections objections) {
    for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
      ResourceRule rule = rules.get(place);
      String objection = rule.objection(mine.get(place), facts);
      if (objection == null) {
        return rule;
      }
      objections.add(rule.name(), objection);
    }
    return null;
  }

  /** Notes the rules that a decision does not even look at. */
  void noteOthers(ChannelFacts facts, Objections objections) {
    BitSet covering = index.naming(facts.address());
    covering.or(index.named(facts));
    covering.or(index.wide(facts));
    for (int place = 0; place < rules.size(); place++) {
      if (!covering.get(place)) {
        objections.add(rules.get(place).name(), "does not cover the host");
      }
    }
  }

  private String sentence(Objections objections) {
    if (rules.isEmpty()) {
      return "there is no resource policy, so no host may be reached";
    }
    int others = rules.size() - objections.count();
    if (objections.count() == 0) {
      return "none of the resource policies (" + others + ") covers the host";
    }
    return "no resource policy lets the user reach the host: "
        + objections.sentence()
        + (others == 0 ? "" : "; the others (" + others + ") do not cover the host");
  }
}
