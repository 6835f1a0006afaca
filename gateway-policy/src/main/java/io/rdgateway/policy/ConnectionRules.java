/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import java.util.List;

/** Decides about tunnels by rules: the first that matches. */
record ConnectionRules(List<ConnectionRule> rules) {

  /** Allows by a rule, or says in {@link Decision.NotApplicable} why none matches. */
  Decision<TunnelGrant> decide(TunnelFacts facts, Objections objections) {
    for (ConnectionRule rule : rules) {
      if (rule.matches(facts)) {
        return new Decision.Allow<>(rule.grant(), rule.name());
      }
      objections.add(rule.name(), () -> String.join(" and ", rule.objections(facts)));
    }
    return Decision.notApplicable(
        rules.isEmpty()
            ? "there is no connection policy, so nobody may open a tunnel"
            : "no connection policy lets the user open a tunnel: " + objections.sentence());
  }
}
