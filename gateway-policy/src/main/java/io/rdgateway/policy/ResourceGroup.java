/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * Hosts under a name, for several resource rules.
 *
 * @param name unique among the groups of a policy without regard to case; 1 to {@value
 *     RulePolicy#MAX_RULE_NAME_LENGTH} characters
 * @param targets at least one, each once; not {@link Target.Any}
 */
public record ResourceGroup(String name, List<Target> targets) {

  /** Copies the list and checks both. */
  public ResourceGroup {
    Texts.requireName("the name of a resource group", name, RulePolicy.MAX_RULE_NAME_LENGTH);
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a resource group needs at least one host");
    }
    if (targets.contains(new Target.Any())) {
      throw new IllegalArgumentException("a group lists its hosts; a rule may be for any host");
    }
    Texts.requireDistinct("the host", targets.stream().map(Target::text).toList());
  }

  /**
   * A group of hosts as texts.
   *
   * @param name unique among the groups of a policy
   * @param hosts as {@link Target#parse} reads them
   * @return the group
   * @throws IllegalArgumentException if the name cannot be one, or there is no host, one twice, or
   *     one that is none
   */
  public static ResourceGroup of(String name, String... hosts) {
    return new ResourceGroup(name, Stream.of(hosts).map(Target::parse).toList());
  }
}
