/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Resource rules by what they open, so that a decision looks only at the rules that name its host,
 * and at those with patterns and ranges, which cannot be looked up.
 */
final class ResourceIndex {

  private final Map<InetAddress, List<ResourceRule>> byAddress = new HashMap<>();
  private final Map<String, List<ResourceRule>> byName = new HashMap<>();
  private final List<Wide> wide = new ArrayList<>();

  /** The targets of a rule that cover more than one host. */
  private record Wide(ResourceRule rule, List<Target> targets) {
    boolean covers(String requestedName, InetAddress address) {
      for (Target target : targets) {
        if (target.covers(requestedName, address)) {
          return true;
        }
      }
      return false;
    }
  }

  ResourceIndex(List<ResourceRule> rules) {
    for (ResourceRule rule : rules) {
      List<Target> covering = new ArrayList<>();
      for (Target target : rule.targets()) {
        if (target instanceof Target.Address exact) {
          byAddress.computeIfAbsent(exact.address(), key -> new ArrayList<>()).add(rule);
        } else if (target instanceof Target.HostName exact) {
          byName.computeIfAbsent(exact.name(), key -> new ArrayList<>()).add(rule);
        } else {
          covering.add(target);
        }
      }
      if (!covering.isEmpty()) {
        wide.add(new Wide(rule, List.copyOf(covering)));
      }
    }
  }

  /** The rules that name this very address. */
  List<ResourceRule> naming(InetAddress address) {
    return byAddress.getOrDefault(address, List.of());
  }

  /** The rules that cover a destination otherwise: those that name the host, then the wide ones. */
  List<ResourceRule> covering(String requestedName, InetAddress address) {
    List<ResourceRule> rules = new ArrayList<>(byName.getOrDefault(requestedName, List.of()));
    for (Wide candidate : wide) {
      if (candidate.covers(requestedName, address)) {
        rules.add(candidate.rule());
      }
    }
    return rules;
  }
}
