/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.PortRange;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.policy.Target;
import io.rdgateway.spi.Redirection;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Makes a policy of the nodes of a file. */
final class PolicyReader {

  private static final List<String> ROOT =
      List.of(Keys.VERSION, Keys.CONNECTION_POLICIES, Keys.RESOURCE_POLICIES);
  private static final List<String> CONNECTION =
      List.of(
          Keys.NAME,
          Keys.ENABLED,
          Keys.GROUPS,
          Keys.USERS,
          Keys.DISABLE_REDIRECTIONS,
          Keys.IDLE_TIMEOUT,
          Keys.SESSION_TIMEOUT);
  private static final List<String> RESOURCE =
      List.of(Keys.NAME, Keys.ENABLED, Keys.GROUPS, Keys.USERS, Keys.HOSTS, Keys.PORTS);

  private PolicyReader() {}

  static RulePolicy read(Node root) {
    Fields fields = new Fields(root, "a policy file", ROOT);
    Node version = fields.require(Keys.VERSION, "begin the file with \"version: 1\"");
    if (!(version instanceof Node.Scalar scalar)
        || scalar.type() != Node.Scalar.Type.NUMBER
        || !scalar.text().equals("1")) {
      throw version.at().mistake("this version of policy files is unknown; write \"version: 1\"");
    }
    RulePolicy.Builder policy = RulePolicy.builder();
    fields.list(
        Keys.CONNECTION_POLICIES,
        node -> Fields.checked(node.at(), () -> policy.connectionRule(connectionRule(node))));
    fields.list(
        Keys.RESOURCE_POLICIES,
        node -> Fields.checked(node.at(), () -> policy.resourceRule(resourceRule(node))));
    return policy.build();
  }

  private static ConnectionRule connectionRule(Node node) {
    Fields fields = new Fields(node, "a connection policy", CONNECTION);
    ConnectionRule.Builder rule = begin(fields, ConnectionRule::builder);
    rule.enabled(fields.flag(Keys.ENABLED, true));
    fields
        .listOr(
            Keys.ALL,
            List.of(Redirection.values()),
            Keys.DISABLE_REDIRECTIONS,
            PolicyReader::redirection)
        .forEach(rule::disable);
    timeout(fields, Keys.IDLE_TIMEOUT, rule::idleTimeout);
    timeout(fields, Keys.SESSION_TIMEOUT, rule::sessionTimeout);
    return rule.build();
  }

  private static ResourceRule resourceRule(Node node) {
    Fields fields = new Fields(node, "a resource policy", RESOURCE);
    ResourceRule.Builder rule = begin(fields, ResourceRule::builder);
    rule.enabled(fields.flag(Keys.ENABLED, true));
    fields.require(Keys.HOSTS, "list the hosts, or write \"hosts: any\"");
    fields
        .listOr(Keys.ANY, List.of(new Target.Any()), Keys.HOSTS, PolicyReader::target)
        .forEach(rule::targets);
    fields
        .listOr(Keys.ANY, List.of(PortRange.ANY), Keys.PORTS, PolicyReader::portRange)
        .forEach(rule::portRanges);
    return rule.build();
  }

  private interface Beginning<B> {
    B begin(String name, Subjects subjects);
  }

  private static <B> B begin(Fields fields, Beginning<B> beginning) {
    Node name = fields.require(Keys.NAME, "give each policy a name of its own");
    Subjects subjects =
        Fields.checked(
            fields.at(),
            () ->
                Subjects.of(
                    fields.list(Keys.USERS, Fields::text), fields.list(Keys.GROUPS, Fields::text)));
    return Fields.checked(name.at(), () -> beginning.begin(Fields.text(name), subjects));
  }

  private static Redirection redirection(Node node) {
    String word = Fields.text(node);
    Redirection redirection = Redirections.BY_WORD.get(word);
    if (redirection == null) {
      throw node.at()
          .mistake(
              "unknown redirection "
                  + Quoted.word(word)
                  + "; "
                  + Spelling.remedy(word, Redirections.BY_WORD.keySet()));
    }
    return redirection;
  }

  private static void timeout(
      Fields fields, String key, Function<Duration, ConnectionRule.Builder> setter) {
    Node value = fields.find(key);
    if (value != null) {
      Fields.checked(value.at(), () -> setter.apply(Durations.parse(Fields.textOrNumber(value))));
    }
  }

  private static Target target(Node node) {
    return Fields.checked(node.at(), () -> Target.parse(Fields.text(node)));
  }

  private static PortRange portRange(Node node) {
    return Fields.checked(node.at(), () -> PortRange.parse(Fields.textOrNumber(node)));
  }
}
