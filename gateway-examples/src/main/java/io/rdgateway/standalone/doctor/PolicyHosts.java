/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.policy.PortRange;
import io.rdgateway.policy.ResourceGroup;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Target;
import io.rdgateway.standalone.config.HostAndPort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The hosts that a policy writes out, with the ports that it opens one by one. */
final class PolicyHosts {
  private PolicyHosts() {}

  /** Those of the enabled rules, without patterns, ranges and templates. */
  static Set<HostAndPort> of(RulePolicy policy) {
    Set<HostAndPort> hosts = new LinkedHashSet<>();
    for (ResourceRule rule : policy.resourceRules()) {
      if (rule.enabled()) {
        for (Target target : targets(policy, rule)) {
          add(target, rule.ports(), hosts);
        }
      }
    }
    return hosts;
  }

  private static List<Target> targets(RulePolicy policy, ResourceRule rule) {
    List<Target> targets = new ArrayList<>(rule.targets());
    for (ResourceGroup group : policy.resourceGroups()) {
      if (rule.resourceGroups().contains(group.name())) {
        targets.addAll(group.targets());
      }
    }
    return targets;
  }

  private static void add(Target target, List<PortRange> ports, Set<HostAndPort> hosts) {
    if (target instanceof Target.HostName || target instanceof Target.Address) {
      for (PortRange range : ports) {
        if (range.first() == range.last()) {
          hosts.add(new HostAndPort(target.text(), range.first()));
        } else if (range.contains(PortRange.RDP.first())) {
          hosts.add(new HostAndPort(target.text(), PortRange.RDP.first()));
        }
      }
    }
  }
}
