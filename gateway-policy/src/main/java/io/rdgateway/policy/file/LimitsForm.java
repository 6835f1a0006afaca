/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.PolicyLimits;
import io.rdgateway.policy.strict.Fields;
import io.rdgateway.policy.strict.Node;
import java.util.List;
import java.util.OptionalInt;

/** The counts of a policy file. */
final class LimitsForm {

  static final List<String> KEYS =
      List.of(
          Keys.TUNNELS,
          Keys.TUNNELS_PER_USER,
          Keys.TUNNELS_PER_ADDRESS,
          Keys.CHANNELS_PER_RESOURCE);

  private LimitsForm() {}

  static PolicyLimits read(Node node) {
    Fields fields = new Fields(node, "the limits", KEYS);
    return new PolicyLimits(
        count(fields, Keys.TUNNELS),
        count(fields, Keys.TUNNELS_PER_USER),
        count(fields, Keys.TUNNELS_PER_ADDRESS),
        count(fields, Keys.CHANNELS_PER_RESOURCE));
  }

  private static OptionalInt count(Fields fields, String key) {
    Node node = fields.find(key);
    if (node == null) {
      return OptionalInt.empty();
    }
    if (node instanceof Node.Scalar scalar
        && scalar.type() == Node.Scalar.Type.NUMBER
        && scalar.text().matches("0|[1-9][0-9]{0,8}")) {
      return OptionalInt.of(Integer.parseInt(scalar.text()));
    }
    throw node.at()
        .mistake("\"" + key + "\" is a whole number from 0 to 999999999; 0 refuses new ones");
  }

  /** The value of a key. */
  static OptionalInt value(PolicyLimits limits, String key) {
    return switch (key) {
      case Keys.TUNNELS -> limits.tunnels();
      case Keys.TUNNELS_PER_USER -> limits.tunnelsPerUser();
      case Keys.TUNNELS_PER_ADDRESS -> limits.tunnelsPerAddress();
      default -> limits.channelsPerResource();
    };
  }
}
