/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules by whom they are for, so that a decision asks once for all rules and not each rule. A set
 * of rules holds their places in the policy.
 */
final class SubjectIndex {
  private final Map<String, List<Integer>> byId = new HashMap<>();
  private final Map<String, List<Integer>> byName = new HashMap<>();
  private final Map<String, List<Integer>> byGroup = new HashMap<>();

  /** Indexes the subjects of rules, in the order of the rules. */
  SubjectIndex(List<Subjects> subjects) {
    for (int place = 0; place < subjects.size(); place++) {
      add(byId, subjects.get(place).userIds(), place);
      add(byName, subjects.get(place).foldedUsers(), place);
      add(byGroup, subjects.get(place).foldedGroups(), place);
    }
  }

  private static void add(Map<String, List<Integer>> map, Iterable<String> keys, int place) {
    keys.forEach(key -> map.computeIfAbsent(key, absent -> new ArrayList<>()).add(place));
  }

  /** The rules that name the user or a group of the user. */
  BitSet including(Identity who) {
    BitSet rules = new BitSet();
    collect(byId, who.id(), rules);
    collect(byName, who.foldedName(), rules);
    who.foldedGroups().forEach(group -> collect(byGroup, group, rules));
    return rules;
  }

  private static void collect(Map<String, List<Integer>> map, String key, BitSet rules) {
    map.getOrDefault(key, List.of()).forEach(rules::set);
  }
}
