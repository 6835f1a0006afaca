/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.strict.Node;
import java.util.ArrayList;
import java.util.List;

/** Writes nodes as JSON: an entry a line, and lists of single values on one line. */
final class JsonWriter {

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  static String write(Node root) {
    JsonWriter writer = new JsonWriter();
    writer.value(root, "\n");
    return writer.out.append('\n').toString();
  }

  /**
   * Appends a value.
   *
   * @param line begins a line as deep as the value
   */
  private void value(Node node, String line) {
    if (node instanceof Node.Mapping mapping) {
      List<Runnable> entries = new ArrayList<>();
      mapping
          .fields()
          .forEach(
              (key, field) ->
                  entries.add(
                      () -> {
                        text(key);
                        out.append(": ");
                        value(field.value(), line + "  ");
                      }));
      entries('{', entries, line, '}');
    } else if (node instanceof Node.Sequence sequence) {
      List<Runnable> entries = new ArrayList<>();
      sequence.items().forEach(item -> entries.add(() -> value(item, line + "  ")));
      if (sequence.items().stream().allMatch(Node.Scalar.class::isInstance)) {
        out.append('[');
        separated(entries, ", ");
        out.append(']');
      } else {
        entries('[', entries, line, ']');
      }
    } else if (node instanceof Node.Scalar scalar) {
      if (scalar.type() == Node.Scalar.Type.TEXT) {
        text(scalar.text());
      } else {
        // A policy is written with plain numbers and booleans, which look the same in JSON.
        out.append(scalar.text());
      }
    }
  }

  private void entries(char begin, List<Runnable> entries, String line, char end) {
    out.append(begin).append(line).append("  ");
    separated(entries, "," + line + "  ");
    out.append(line).append(end);
  }

  private void separated(List<Runnable> entries, String separator) {
    for (int i = 0; i < entries.size(); i++) {
      out.append(i == 0 ? "" : separator);
      entries.get(i).run();
    }
  }

  private void text(String text) {
    out.append('"');
    text.chars().forEach(this::character);
    out.append('"');
  }

  /** Escapes whatever is not plainly visible, so that the file shows what it says. */
  private void character(int c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append((char) c);
    } else if ((c >= ' ' && c < 0x7f) || Character.isLetterOrDigit(c)) {
      out.append((char) c);
    } else {
      out.append(String.format("\\u%04x", c));
    }
  }
}
