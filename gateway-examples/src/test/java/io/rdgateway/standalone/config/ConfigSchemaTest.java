/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema knows the keys that the readers know, and says of files what they say. */
class ConfigSchemaTest {
  private static final Path DOCS = Path.of("..", "docs");

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(ConfigFile.schema());

  @TempDir Path folder;

  @Test
  void objectsHaveTheKeysOfTheReadersAndNoOthers() throws IOException {
    JsonNode root = new ObjectMapper().readTree(ConfigFile.schema());
    Set<String> objects = new TreeSet<>(Set.of(""));
    root.get("$defs")
        .properties()
        .forEach(
            one -> {
              if (one.getValue().has("properties")) {
                objects.add(one.getKey());
              }
            });
    assertEquals(new TreeSet<>(Keys.OBJECTS.keySet()), objects);
    Keys.OBJECTS.forEach(
        (name, keys) -> {
          JsonNode object = name.isEmpty() ? root : root.get("$defs").get(name);
          Set<String> known = new TreeSet<>();
          object.get("properties").fieldNames().forEachRemaining(known::add);
          assertEquals(new TreeSet<>(keys), known, name);
          assertFalse(object.get("additionalProperties").asBoolean(true), name);
        });
  }

  @Test
  void theDocumentedSchemaAndExampleAreTheRightOnes() throws IOException {
    assertEquals(ConfigFile.schema(), Files.readString(DOCS.resolve("gateway.schema.json")));
    String example = Files.readString(DOCS.resolve("gateway.yaml"));
    assertEquals(Set.of(), SCHEMA.validate(example, InputFormat.YAML));
    assertEquals(Set.of(), SCHEMA.validate(ConfigFileTest.SMALL, InputFormat.YAML));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: 1|version: 2",
        "name: \"gw.example\"|nmae: \"gw.example\"",
        "[\"127.0.0.1:0\"]|[\"localhost:0\"]",
        "[\"127.0.0.1:0\"]|[]",
        "  key: \"key.pem\"|  engine: jdk",
        "[ntlm, basic]|[ntml]",
        "[ntlm, basic]|[ntlm]\\n  ntlm: {inside-tunnel: \"yes\"}",
        "[ntlm, basic]|[kerberos]\\n  kerberos: {keytab: \"k\"}",
        "  file: \"policy.yaml\"|  review: 5m",
        "  file: \"policy.yaml\"|  file: \"p\"\\n  review: 5",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {use: [sign-in]}",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {use: [sign-in], servers: [{address: \"r\"}]}",
        "  file: \"policy.yaml\"|  file: \"p\"\\nthrottle: {free-failures: 0}",
        "  file: \"policy.yaml\"|  file: \"p\"\\nruntime: {network-io: uring}",
      })
  void whatTheReaderRefusesIsInvalid(String right, String wrong) throws IOException {
    String text = ConfigFileTest.SMALL.replace(right, wrong.replace("\\n", "\n"));
    Path file = folder.resolve("gateway.yaml");
    Files.writeString(file, text);
    assertThrows(ConfigurationException.class, () -> ConfigFile.read(file));
    assertFalse(SCHEMA.validate(text, InputFormat.YAML).isEmpty());
  }
}
