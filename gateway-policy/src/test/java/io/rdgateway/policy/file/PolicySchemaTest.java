/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.rdgateway.policy.strict.Fields;
import io.rdgateway.policy.strict.JsonSyntax;
import io.rdgateway.policy.strict.Node;
import io.rdgateway.policy.strict.NodeLoader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema knows the keys and words that the readers know, and no others. */
class PolicySchemaTest {

  private static final Node ROOT =
      NodeLoader.load(PolicyFile.schema(), "policy.schema.json", JsonSyntax.JSON);

  private static Map<String, Node.Field> fields(Node node) {
    return node instanceof Node.Mapping mapping ? mapping.fields() : fail("at " + node.at());
  }

  private static Node at(String... path) {
    Node node = ROOT;
    for (String key : path) {
      Node.Field field = fields(node).get(key);
      node = field == null ? fail("no " + key + " at " + node.at()) : field.value();
    }
    return node;
  }

  private static Collection<String> texts(Node node) {
    List<String> texts = new ArrayList<>();
    if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> texts.add(Fields.text(item)));
    }
    return new TreeSet<>(texts);
  }

  @Test
  void objectsHaveTheKeysOfTheReadersAndNoOthers() {
    Map<String, Node> objects = new TreeMap<>();
    objects.put("", ROOT);
    fields(at("$defs"))
        .forEach(
            (name, definition) -> {
              if (fields(definition.value()).containsKey("properties")) {
                objects.put(name, definition.value());
              }
            });
    Map<String, List<String>> known =
        Map.of(
            "",
            PolicyReader.ROOT,
            "connection-policy",
            ConnectionReader.KEYS,
            "resource-policy",
            PolicyReader.RESOURCE,
            "resource-group",
            PolicyReader.GROUP,
            "schedule",
            ConnectionReader.SCHEDULE,
            "limits",
            LimitsForm.KEYS,
            "consent-message",
            ConsentReader.KEYS);
    assertEquals(known.keySet(), objects.keySet());
    objects.forEach(
        (name, object) -> {
          Fields parts = new Fields(object, "an object", List.copyOf(fields(object).keySet()));
          assertEquals(
              Set.copyOf(known.getOrDefault(name, List.of())),
              fields(parts.require("properties", "")).keySet(),
              name);
          assertEquals(false, parts.flag("additionalProperties", true), name);
          assertEquals("object", Fields.text(parts.require("type", "")), name);
        });
  }

  @Test
  void wordsAreThoseOfTheReaders() {
    String[] rule = {"$defs", "connection-policy", "properties"};
    assertEquals(
        new TreeSet<>(Words.SIGN_INS.keySet()), texts(at("$defs", Keys.SIGN_IN, "items", "enum")));
    assertEquals(
        new TreeSet<>(Words.SCHEMES.keySet()), texts(at("$defs", Keys.SCHEMES, "items", "enum")));
    assertEquals(
        new TreeSet<>(Words.REAUTHENTICATES.keySet()),
        texts(at(rule[0], rule[1], rule[2], Keys.SESSION_TIMEOUT_ACTION, "enum")));
    assertEquals(
        new TreeSet<>(Words.REDIRECTIONS.keySet()),
        texts(at("$defs", "redirections", "items", "enum")));
  }

  @ParameterizedTest
  @CsvSource({
    "duration, 30m, true",
    "duration, 99999999s, true",
    "duration, 0m, false",
    "duration, 30, false",
    "duration, 1d, false",
    "duration, x30m, false",
    "duration, 30mx, false",
    "port-range, 3389, true",
    "port-range, 5000-5010, true",
    "port-range, 0, false",
    "port-range, 100000, false",
    "port-range, 5000-, false",
    "window, Mon-Fri 08:00-18:00, true",
    "window, sat 22:00-04:00, true",
    "window, Sun 00:00-24:00, true",
    "window, Sun 24:00-24:00, false",
    "window, Moon 08:00-18:00, false",
    "window, weekdays, false",
    "window, Mon 8:00-18:00, false",
  })
  void patternsAcceptWhatTheReadersAccept(String definition, String text, boolean accepted) {
    String pattern = Fields.text(at("$defs", definition, "pattern"));
    assertEquals(accepted, text.matches(pattern));
  }

  @Test
  void everyReferenceHasItsDefinitionAndEveryDefinitionItsUse() {
    Set<String> used = new TreeSet<>();
    collect(ROOT, used);
    Set<String> defined = new TreeSet<>();
    fields(at("$defs")).keySet().forEach(name -> defined.add("#/$defs/" + name));
    assertEquals(defined, used);
    assertTrue(used.size() > 10, used.toString());
  }

  private static void collect(Node node, Set<String> references) {
    if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> collect(item, references));
    } else if (node instanceof Node.Mapping mapping) {
      mapping
          .fields()
          .forEach(
              (key, field) -> {
                if (key.equals("$ref")) {
                  references.add(Fields.text(field.value()));
                }
                collect(field.value(), references);
              });
    }
  }
}
