/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import java.util.List;
import java.util.UUID;

/**
 * A user for one check of the gateway by itself. It and its rules exist in memory only, from the
 * construction until {@link #close}; nobody else is told the password.
 */
final class ThrowAwayUser implements AutoCloseable {
  private final String name = "self-check-" + UUID.randomUUID();
  private final String password = Passwords.generate();
  private final MemoryUserStore users;
  private final LivePolicy policy;
  private final RulePolicy rulesOfOthers;

  /**
   * Adds a user who may reach hosts.
   *
   * @param hosts those and no others
   */
  ThrowAwayUser(MemoryUserStore users, LivePolicy policy, List<HostPort> hosts)
      throws InterruptedException {
    this.users = users;
    this.policy = policy;
    rulesOfOthers = policy.rules();
    Subjects self = Subjects.ofUsers(name);
    RulePolicy.Builder rules = rulesOfOthers.toBuilder();
    rules.connectionRule(ConnectionRule.builder(name, self).disableAllRedirections().build());
    for (HostPort host : hosts) {
      rules.resourceRule(
          ResourceRule.builder(name + " " + host.port(), self)
              .hosts(host.host())
              .ports(host.port())
              .build());
    }
    RulePolicy withOwn = rules.build();
    users.add(StoredUser.of(name, name, PasswordHash.create(password)));
    policy.rules(withOwn);
  }

  String name() {
    return name;
  }

  ClientCredentials credentials() {
    return ClientCredentials.basic(name, password);
  }

  @Override
  public void close() {
    policy.rules(rulesOfOthers);
    users.remove(name);
  }
}
