/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.PortRange;
import io.rdgateway.policy.ResourceGroup;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.policy.Target;
import io.rdgateway.policy.strict.Fields;
import io.rdgateway.policy.strict.Node;
import io.rdgateway.policy.strict.Quoted;
import io.rdgateway.policy.strict.Spelling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes a policy of the nodes of a file. */
final class PolicyReader {

  static final List<String> ROOT =
      List.of(
          Keys.VERSION,
          Keys.LIMITS,
          Keys.CONSENT_MESSAGES,
          Keys.CONNECTION_POLICIES,
          Keys.RESOURCE_GROUPS,
          Keys.RESOURCE_POLICIES);
  static final List<String> RESOURCE =
      List.of(
          Keys.NAME,
          Keys.ENABLED,
          Keys.GROUPS,
          Keys.USERS,
          Keys.HOSTS,
          Keys.RESOURCE_GROUPS,
          Keys.PORTS);
  static final List<String> GROUP = List.of(Keys.NAME, Keys.HOSTS);

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
    Node limits = fields.find(Keys.LIMITS);
    if (limits != null) {
      policy.limits(LimitsForm.read(limits));
    }
    fields.list(
        Keys.CONSENT_MESSAGES,
        node -> Fields.checked(node.at(), () -> policy.consentRule(ConsentReader.read(node))));
    fields.list(
        Keys.CONNECTION_POLICIES,
        node ->
            Fields.checked(node.at(), () -> policy.connectionRule(ConnectionReader.read(node))));
    Set<String> groups = new LinkedHashSet<>();
    fields.list(
        Keys.RESOURCE_GROUPS,
        node ->
            Fields.checked(
                node.at(),
                () -> {
                  ResourceGroup group = resourceGroup(node);
                  groups.add(group.name());
                  return policy.resourceGroup(group);
                }));
    fields.list(
        Keys.RESOURCE_POLICIES,
        node -> Fields.checked(node.at(), () -> policy.resourceRule(resourceRule(node, groups))));
    return policy.build();
  }

  private static ResourceGroup resourceGroup(Node node) {
    Fields fields = new Fields(node, "a resource group", GROUP);
    Node name = fields.require(Keys.NAME, "give each resource group a name of its own");
    fields.require(Keys.HOSTS, "list the hosts of the group");
    return new ResourceGroup(Fields.text(name), fields.list(Keys.HOSTS, PolicyReader::target));
  }

  private static ResourceRule resourceRule(Node node, Set<String> groups) {
    Fields fields = new Fields(node, "a resource policy", RESOURCE);
    ResourceRule.Builder rule = begin(fields, ResourceRule::builder);
    rule.enabled(fields.flag(Keys.ENABLED, true));
    if (fields.find(Keys.RESOURCE_GROUPS) == null) {
      fields.require(Keys.HOSTS, "list the hosts, or write \"hosts: any\"");
    }
    fields
        .listOr(Keys.ANY, List.of(new Target.Any()), Keys.HOSTS, PolicyReader::target)
        .forEach(rule::targets);
    fields.list(Keys.RESOURCE_GROUPS, item -> declared(item, groups)).forEach(rule::resourceGroups);
    fields
        .listOr(Keys.ANY, List.of(PortRange.ANY), Keys.PORTS, PolicyReader::portRange)
        .forEach(rule::portRanges);
    return rule.build();
  }

  private static String declared(Node node, Set<String> groups) {
    String name = Fields.text(node);
    if (!groups.contains(name)) {
      String closest = Spelling.closest(name, groups);
      throw node.at()
          .mistake(
              "the resource group "
                  + Quoted.word(name)
                  + " is not declared; "
                  + (closest == null
                      ? "declare it under \"resource-groups\""
                      : "did you mean " + Quoted.word(closest) + "?"));
    }
    return name;
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
