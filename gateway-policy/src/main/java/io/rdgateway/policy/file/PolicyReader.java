/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.PortRange;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.policy.Target;
import java.util.List;

/** Makes a policy of the nodes of a file. */
final class PolicyReader {

  private static final List<String> ROOT =
      List.of(Keys.VERSION, Keys.CONNECTION_POLICIES, Keys.RESOURCE_POLICIES);
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
        node ->
            Fields.checked(node.at(), () -> policy.connectionRule(ConnectionReader.read(node))));
    fields.list(
        Keys.RESOURCE_POLICIES,
        node -> Fields.checked(node.at(), () -> policy.resourceRule(resourceRule(node))));
    return policy.build();
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

  interface Beginning<B> {
    B begin(String name, Subjects subjects);
  }

  /** What all rules begin with. */
  static <B> B begin(Fields fields, Beginning<B> beginning) {
    Node name = fields.require(Keys.NAME, "give each policy a name of its own");
    Subjects subjects =
        Fields.checked(
            fields.at(),
            () ->
                Subjects.of(
                    fields.list(Keys.USERS, Fields::text), fields.list(Keys.GROUPS, Fields::text)));
    return Fields.checked(name.at(), () -> beginning.begin(Fields.text(name), subjects));
  }

  private static Target target(Node node) {
    return Fields.checked(node.at(), () -> Target.parse(Fields.text(node)));
  }

  private static PortRange portRange(Node node) {
    return Fields.checked(node.at(), () -> PortRange.parse(Fields.textOrNumber(node)));
  }
}
