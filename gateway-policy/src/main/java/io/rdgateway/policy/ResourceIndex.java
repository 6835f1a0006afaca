/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Resource rules by what they open, so that a decision looks only at the rules that cover its host.
 * A set of rules holds their places in the policy.
 *
 * <p>What a group opens is kept once, with the set of the rules that refer to it.
 */
final class ResourceIndex {

  private final Map<InetAddress, List<BitSet>> byAddress = new HashMap<>();
  private final Map<String, List<BitSet>> byName = new HashMap<>();
  private final LiteralIndex byForm = new LiteralIndex();
  private final Map<Integer, Map<InetAddress, List<BitSet>>> ranges4 = new TreeMap<>();
  private final Map<Integer, Map<InetAddress, List<BitSet>>> ranges6 = new TreeMap<>();
  private final BitSet any = new BitSet();

  /**
   * Indexes rules.
   *
   * @param groups by their names, all that the rules refer to
   */
  ResourceIndex(List<ResourceRule> rules, Map<String, ResourceGroup> groups) {
    Map<String, BitSet> byGroup = new HashMap<>();
    for (int place = 0; place < rules.size(); place++) {
      BitSet rule = new BitSet();
      rule.set(place);
      rules.get(place).targets().forEach(target -> add(target, rule));
      for (String group : rules.get(place).resourceGroups()) {
        byGroup.computeIfAbsent(group, key -> new BitSet()).set(place);
      }
    }
    byGroup.forEach(
        (name, users) ->
            Objects.requireNonNull(groups.get(name), name)
                .targets()
                .forEach(target -> add(target, users)));
  }

  private void add(Target target, BitSet rules) {
    if (target instanceof Target.Address exact) {
      owners(byAddress, exact.address()).add(rules);
    } else if (target instanceof Target.HostName exact) {
      owners(byName, exact.name()).add(rules);
    } else if (target instanceof Target.AddressRange range) {
      boolean is4 = range.network().getAddress().length == 4;
      owners(
              (is4 ? ranges4 : ranges6)
                  .computeIfAbsent(range.prefixLength(), length -> new HashMap<>()),
              range.network())
          .add(rules);
    } else if (target instanceof Target.HostPattern pattern) {
      byForm.add(pattern.literalPrefix(), pattern.literalSuffix(), pattern, rules);
    } else if (target instanceof Target.Template template) {
      byForm.add(template.prefix(), template.suffix(), template, rules);
    } else {
      any.or(rules);
    }
  }

  private static <K> List<BitSet> owners(Map<K, List<BitSet>> map, K key) {
    return map.computeIfAbsent(key, absent -> new ArrayList<>());
  }

  /** The rules that name this very address. */
  BitSet naming(@Nullable InetAddress address) {
    BitSet rules = new BitSet();
    if (address != null) {
      byAddress.getOrDefault(address, List.of()).forEach(rules::or);
    }
    return rules;
  }

  /** The rules that name the host. */
  BitSet named(ChannelFacts facts) {
    BitSet rules = new BitSet();
    for (String name : facts.names()) {
      byName.getOrDefault(name, List.of()).forEach(rules::or);
    }
    return rules;
  }

  /** The rules with a pattern, a template or a range that covers the host, and those for any. */
  BitSet wide(ChannelFacts facts) {
    BitSet rules = (BitSet) any.clone();
    for (String name : facts.names()) {
      byForm.collect(name, target -> covers(target, name, facts), rules);
    }
    InetAddress address = facts.address();
    if (address != null) {
      (address.getAddress().length == 4 ? ranges4 : ranges6)
          .forEach(
              (length, networks) ->
                  networks
                      .getOrDefault(Target.AddressRange.network(address, length), List.of())
                      .forEach(rules::or));
    }
    return rules;
  }

  private static boolean covers(Target target, String name, ChannelFacts facts) {
    return target instanceof Target.Template template
        ? template.covers(facts.who(), name, facts.address())
        : target instanceof Target.HostPattern pattern && pattern.covers(name);
  }
}
