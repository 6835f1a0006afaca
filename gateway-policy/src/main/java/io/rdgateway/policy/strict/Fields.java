/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a mapping strictly: known keys, values of the right type, mistakes with their place. */
public final class Fields {

  private final Node.Mapping mapping;

  /**
   * Takes a node that has to be a mapping with none but the known keys.
   *
   * @param what the node stands for
   */
  public Fields(Node node, String what, List<String> known) {
    if (!(node instanceof Node.Mapping found)) {
      throw node.at()
          .mistake(
              what
                  + " has keys and values, but this is "
                  + node.kind()
                  + "; write \""
                  + known.get(0)
                  + ":\" and so on");
    }
    mapping = found;
    found
        .fields()
        .forEach(
            (key, field) -> {
              if (!known.contains(key)) {
                throw field
                    .at()
                    .mistake(
                        "unknown key " + Quoted.word(key) + "; " + Spelling.remedy(key, known));
              }
            });
  }

  /** The place of the mapping. */
  public Location at() {
    return mapping.at();
  }

  public @Nullable Node find(String key) {
    Node.Field field = mapping.fields().get(key);
    return field == null ? null : field.value();
  }

  public Node require(String key, String remedy) {
    Node value = find(key);
    if (value == null) {
      throw at().mistake("the key \"" + key + "\" is missing; " + remedy);
    }
    return value;
  }

  public boolean flag(String key, boolean otherwise) {
    Node value = find(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Node.Scalar scalar
        && scalar.type() == Node.Scalar.Type.BOOLEAN
        && (scalar.text().equals("true") || scalar.text().equals("false"))) {
      return scalar.text().equals("true");
    }
    throw value.at().mistake("\"" + key + "\" is true or false; write one of them, unquoted");
  }

  /** The items of a list, made one by one; none if there is no such key. */
  public <T> List<T> list(String key, Function<Node, T> item) {
    return items(key, "write its items as in [a, b]", item);
  }

  /** As {@link #list}, where a word may stand for a certain list. */
  public <T> List<T> listOr(String word, List<T> meaning, String key, Function<Node, T> item) {
    if (find(key) instanceof Node.Scalar scalar && scalar.text().equals(word)) {
      return meaning;
    }
    return items(key, "write its items as in [a, b], or write \"" + key + ": " + word + "\"", item);
  }

  private <T> List<T> items(String key, String remedy, Function<Node, T> item) {
    Node value = find(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Node.Sequence sequence)) {
      throw value.at().mistake("\"" + key + "\" is a list, not " + value.kind() + "; " + remedy);
    }
    if (sequence.items().isEmpty()) {
      throw value.at().mistake("the list \"" + key + "\" is empty; fill it or remove the key");
    }
    List<T> items = new ArrayList<>();
    sequence.items().forEach(node -> items.add(item.apply(node)));
    return items;
  }

  /** A text; what YAML takes for something else has to be quoted. */
  public static String text(Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      throw node.at().mistake("a text belongs here, not " + node.kind() + "; write a single value");
    }
    if (scalar.type() != Node.Scalar.Type.TEXT) {
      throw node.at()
          .mistake("a text belongs here, not " + node.kind() + "; put it in double quotes");
    }
    return scalar.text();
  }

  /** A text or a number as it was written. */
  public static String textOrNumber(Node node) {
    return node instanceof Node.Scalar scalar && scalar.type() == Node.Scalar.Type.NUMBER
        ? scalar.text()
        : text(node);
  }

  /** One of some words, which stands for something. */
  public static <T> T word(Node node, String what, Map<String, T> known) {
    String word = text(node);
    T meaning = known.get(word);
    if (meaning == null) {
      throw node.at()
          .mistake(
              "unknown "
                  + what
                  + " "
                  + Quoted.word(word)
                  + "; "
                  + Spelling.remedy(word, known.keySet()));
    }
    return meaning;
  }

  /** Makes a part of the model; what the model refuses is a mistake at this place. */
  public static <T> T checked(Location at, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw at.mistake(String.valueOf(e.getMessage()), e);
    }
  }
}
