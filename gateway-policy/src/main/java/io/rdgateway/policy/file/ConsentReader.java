/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.ConsentRule;
import io.rdgateway.policy.Subjects;
import io.rdgateway.policy.strict.Fields;
import io.rdgateway.policy.strict.Node;
import java.util.List;

/** Makes a consent rule of a node. */
final class ConsentReader {

  static final List<String> KEYS =
      List.of(
          Keys.NAME,
          Keys.ENABLED,
          Keys.GROUPS,
          Keys.USERS,
          Keys.SIGN_IN,
          Keys.SCHEMES,
          Keys.CLIENT_NETWORKS,
          Keys.TEXT,
          Keys.REQUIRED);

  private ConsentReader() {}

  static ConsentRule read(Node node) {
    Fields fields = new Fields(node, "a consent message", KEYS);
    Node name = fields.require(Keys.NAME, "give each consent message a name of its own");
    Node text = fields.require(Keys.TEXT, "write what the users shall agree to");
    ConsentRule.Builder rule =
        Fields.checked(name.at(), () -> ConsentRule.builder(Fields.text(name), Fields.text(text)));
    rule.enabled(fields.flag(Keys.ENABLED, true)).required(fields.flag(Keys.REQUIRED, true));
    List<String> users = fields.list(Keys.USERS, Fields::text);
    List<String> groups = fields.list(Keys.GROUPS, Fields::text);
    if (!users.isEmpty() || !groups.isEmpty()) {
      rule.subjects(Fields.checked(fields.at(), () -> Subjects.of(users, groups)));
    }
    SignInReader.read(fields, rule::signIn, rule::schemes, rule::clientNetworks);
    return Fields.checked(text.at(), rule::build);
  }
}
