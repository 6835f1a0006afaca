/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileJsonTest {

  private static final String CAP = "{\"version\": 1, \"connection-policies\": [\n";

  private static final RulePolicy ALICE =
      RulePolicy.builder()
          .connectionRule(ConnectionRule.builder("a", Subjects.ofUsers("alice")).build())
          .build();

  @TempDir private Path folder;

  @Test
  void saysTheSameAsYaml() {
    String json = CAP + " {\"name\": \"a\", \"enabled\": true, \"users\": [\"\\u0061lice\"]}\n]}\n";
    assertEquals(ALICE, PolicyFile.parseJson(json, "p"));
    assertEquals(ALICE, PolicyFile.parseJson("\uFEFF" + json, "p"));
    assertEquals(ALICE, PolicyFile.parse(json, "p"));
  }

  @Test
  void theNameOfTheFileDecides() throws IOException {
    String comment = "# not for JSON\nversion: 1\n";
    for (String name : new String[] {"policy.json", "POLICY.JSON"}) {
      Path json = folder.resolve(name);
      Files.writeString(json, "{\"version\":1}");
      assertEquals(RulePolicy.builder().build(), PolicyFile.load(json));
      Files.writeString(json, comment);
      assertThrows(ConfigurationException.class, () -> PolicyFile.load(json));
    }
    Path yaml = folder.resolve("policy.json.yaml");
    Files.writeString(yaml, comment);
    assertEquals(RulePolicy.builder().build(), PolicyFile.load(yaml));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("", "1:1: the file is empty; begin it with {\"version\": 1"),
        Arguments.of(" \n", "1:1: the file is empty; begin it with {\"version\": 1"),
        Arguments.of(
            CAP + " {\"name\": \"a\",\n  \"grups\": [\"x\"]}]}",
            "3:3: unknown key \"grups\"; did you mean \"groups\"?"),
        Arguments.of(
            CAP + " {\"name\": \"a\", \"users\": [\"x\"],\n  \"users\": [\"y\"]}]}",
            "3:3: the key \"users\" is here a second time, after line 2; remove one of them"),
        Arguments.of(
            CAP + " {\"name\": \"a\", \"users\": [\"x\", 7]}]}",
            "2:31: a text belongs here, not a number; put it in double quotes"),
        Arguments.of(
            CAP + " {\"name\": \"a\", \"users\": [null]}]}",
            "2:26: a text belongs here, not nothing; put it in double quotes"),
        Arguments.of(
            CAP + " {\"name\": \"a\", \"users\": [\"x\"], \"sign-in\": [\"pasword\"]}]}",
            "2:44: unknown class of sign-in \"pasword\"; did you mean \"password\"?"),
        Arguments.of(
            CAP + " {\"name\": \"a\", \"users\": [\"\\ud83d\"]}]}",
            "2:26: this has half of a surrogate pair; write both of its escapes or neither"),
        Arguments.of(
            "{\"version\": 1.0}",
            "1:13: this version of policy files is unknown; write \"version: 1\""),
        Arguments.of(
            "[[[[[[[[[]]]]]]]]]",
            "1:9: this is nested too deeply; such a file has a few levels only"),
        Arguments.of(
            "{\"version\": 1", "1:14: the file ends in the middle of a value; complete it"),
        Arguments.of(
            "{\"version\": 1} {\"version\": 1}",
            "1:16: a file has one document; remove the second"),
        Arguments.of(
            "{\"version\": \u0007 1}",
            "1:13: the invisible character U+0007 is not allowed; remove it"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void namesPlaceMistakeAndRemedy(String text, String message) {
    assertEquals("policy.json:" + message, mistake(text));
  }

  /** What lenient parsers and YAML let pass. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 1",
        "{version: 1}",
        "{'version': 1}",
        "{\"version\": 1,}",
        "{\"version\": 1}}",
        "{\"version\": 1} x",
        "{\"version\": 01}",
        "{\"version\": +1}",
        "{\"version\": NaN}",
        "{\"version\": *a}",
        "{\"version\": !!int 1}",
        "{\"version\": 1 /* one */}",
        "{\"version\": 1} // one",
        "# one\n{\"version\": 1}",
        "{\"version\": \"\\x41\"}",
        "{\"version\": \"a\nb\"}",
      })
  void whatIsNotJsonIsRefused(String text) {
    String message = mistake(text);
    assertEquals(
        "this is not valid JSON; put keys and texts in double quotes and commas between them, none"
            + " after the last, and remove comments",
        message.substring(message.indexOf(": ") + 2));
  }

  @Test
  void writesAnEntryALine() {
    RulePolicy policy =
        PolicyFile.parse(
            """
            version: 1
            connection-policies:
              - name: "a \\"b\\" \\\\ \u00FC\\u200E\\U0001F600"
                enabled: false
                users: [x, "true"]
                schedule: {time-zone: UTC, hours: [Mon 08:00-18:00]}
            resource-policies:
              - name: r
                groups: ["1"]
                hosts: any
                ports: [22, 5000-5010]
            """,
            "policy.yaml");
    assertEquals(
        """
        {
          "version": 1,
          "connection-policies": [
            {
              "name": "a \\"b\\" \\\\ \u00FC\\u200e\\ud83d\\ude00",
              "enabled": false,
              "users": ["x", "true"],
              "schedule": {
                "time-zone": "UTC",
                "hours": ["Mon 08:00-18:00"]
              }
            }
          ],
          "resource-policies": [
            {
              "name": "r",
              "groups": ["1"],
              "hosts": "any",
              "ports": [22, "5000-5010"]
            }
          ]
        }
        """,
        PolicyFile.writeJson(policy));
    assertEquals("{\n  \"version\": 1\n}\n", PolicyFile.writeJson(RulePolicy.builder().build()));
  }

  @Test
  void lengthsAreBounded() {
    String large = "this is longer or nested deeper than anything in such a file; shorten it";
    String name = mistake("{\"" + "k".repeat(5000) + "\": 1}");
    assertEquals(large, name.substring(name.indexOf(": ") + 2));
    String number = mistake("{\"version\": " + "1".repeat(5000) + "}");
    assertEquals(large, number.substring(number.indexOf(": ") + 2));
    assertEquals(
        "policy.json:1:1: a policy file has at most 1 MiB; name groups instead of users and ranges"
            + " instead of hosts",
        mistake(" ".repeat(PolicyFile.MAX_SIZE) + "{\"version\": 1}"));
  }

  private static String mistake(String text) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> PolicyFile.parseJson(text, "policy.json"))
            .getMessage());
  }
}
