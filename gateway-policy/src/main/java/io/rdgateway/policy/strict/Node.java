/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import java.util.List;
import java.util.Map;

/** A value in a file that knows where it stands. */
public sealed interface Node {

  Location at();

  /** What the node is, for a mistake. */
  String kind();

  /**
   * A single value.
   *
   * @param text as it was written, without quotes
   * @param type what YAML or JSON takes it for
   */
  record Scalar(Location at, String text, Type type) implements Node {
    public enum Type {
      TEXT("a text"),
      NUMBER("a number"),
      BOOLEAN("true or false"),
      NOTHING("nothing");

      private final String kind;

      Type(String kind) {
        this.kind = kind;
      }
    }

    @Override
    public String kind() {
      return type.kind;
    }
  }

  /** A list. */
  record Sequence(Location at, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values, in the order of the file. */
  record Mapping(Location at, Map<String, Field> fields) implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A key's place, and its value. */
  record Field(Location at, Node value) {}
}
