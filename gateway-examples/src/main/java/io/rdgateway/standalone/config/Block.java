/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Location;
import io.rdgateway.policy.strict.Node;
import io.rdgateway.policy.strict.Quoted;
import io.rdgateway.policy.strict.Spelling;
import io.rdgateway.spi.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A mapping in the file: takes known keys of the right type and notes what is wrong. */
final class Block {
  private final Location at;
  private final Map<String, Node.Field> fields;
  private final Reading reading;

  /** Whether the node is no mapping at all, so that nothing is missing in it. */
  private final boolean wrong;

  /**
   * Takes a node.
   *
   * @param what the node stands for
   * @param known its keys
   */
  Block(Node node, String what, List<String> known, Reading reading) {
    this.reading = reading;
    at = node.at();
    wrong = !(node instanceof Node.Mapping);
    if (node instanceof Node.Mapping mapping) {
      fields = mapping.fields();
      fields.forEach((key, field) -> requireKnown(key, field.at(), known));
    } else {
      fields = Map.of();
      reading.note(
          at.mistake(
              what
                  + " has keys and values, but this is "
                  + node.kind()
                  + "; write \""
                  + known.get(0)
                  + ":\" and so on"));
    }
  }

  private void requireKnown(String key, Location place, List<String> known) {
    if (!known.contains(key)) {
      note(place, "unknown key " + Quoted.word(key) + "; " + Spelling.remedy(key, known));
    }
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }

  /** Notes a mistake at a key, or at the block if the key is not there. */
  void note(@Nullable String key, String sentence) {
    Node.Field field = key == null ? null : fields.get(key);
    note(field == null ? at : field.at(), sentence);
  }

  private void note(Location place, String sentence) {
    reading.note(place.mistake(sentence));
  }

  <T> Value<T> optional(String key, Reading.Part<T> part) {
    Node.Field field = fields.get(key);
    return field == null ? absent() : read(field.value(), part);
  }

  <T> Value<T> required(String key, String remedy, Reading.Part<T> part) {
    if (!has(key) && !wrong) {
      note(at, "the key \"" + key + "\" is missing; " + remedy);
      return Value.wrong();
    }
    return optional(key, part);
  }

  private <T> Value<T> absent() {
    return wrong ? Value.wrong() : Value.absent();
  }

  private <T> Value<T> read(Node node, Reading.Part<T> part) {
    try {
      return Value.of(part.read(node, reading));
    } catch (ConfigurationException e) {
      reading.note(e);
    } catch (IllegalArgumentException e) {
      note(node.at(), String.valueOf(e.getMessage()));
    } catch (Reading.Unusable e) {
      // Noted where it was found.
    }
    return Value.wrong();
  }

  /** The items of a list that must not be empty; none if there is no such key. */
  <T> Value<List<T>> list(String key, Reading.Part<T> item) {
    Value<List<T>> items =
        optional(
            key,
            (node, same) -> {
              if (!(node instanceof Node.Sequence sequence)) {
                throw node.at()
                    .mistake(
                        "\""
                            + key
                            + "\" is a list, not "
                            + node.kind()
                            + "; write its items as in [a, b] or in lines that begin with -");
              }
              if (sequence.items().isEmpty()) {
                throw node.at()
                    .mistake("the list \"" + key + "\" is empty; fill it or remove the key");
              }
              List<Value<T>> read = new ArrayList<>();
              sequence.items().forEach(one -> read.add(read(one, item)));
              return read.stream().map(Value::get).toList();
            });
    return has(key) || wrong ? items : Value.of(List.of());
  }

  <T> Value<List<T>> requiredList(String key, String remedy, Reading.Part<T> item) {
    return has(key) ? list(key, item) : required(key, remedy, (node, same) -> List.of());
  }

  Value<Boolean> flag(String key, boolean otherwise) {
    return has(key) ? optional(key, Values::flag) : Value.of(otherwise);
  }

  /**
   * A secret in a file or a variable: the keys are the name with {@code -file} or {@code
   * -variable}.
   */
  Value<Secret> secret(String name) {
    String inFile = name + "-file";
    String inVariable = name + "-variable";
    if (has(inFile) && has(inVariable)) {
      note(inVariable, "there is \"" + inFile + "\" as well; remove one of them");
      return Value.wrong();
    }
    return has(inFile)
        ? optional(inFile, (node, same) -> Secret.ofFile(Values.path(node, same)))
        : optional(inVariable, (node, same) -> Secret.ofVariable(Values.text(node, same)));
  }

  Value<Secret> requiredSecret(String name) {
    if (!wrong && !has(name + "-file") && !has(name + "-variable")) {
      note(
          at,
          "say where the "
              + name
              + " is, which never stands in this file: add \""
              + name
              + "-file\" or \""
              + name
              + "-variable\"");
      return Value.wrong();
    }
    return secret(name);
  }

  /** Makes what the block stands for; what its parts refuse together is a mistake of the block. */
  <T> T made(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException | ConfigurationException e) {
      note(at, String.valueOf(e.getMessage()));
      throw new Reading.Unusable();
    }
  }
}
