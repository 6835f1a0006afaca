/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whether somebody has looked at the licence of everything in the runnable jar. Of several licences
 * one is enough. The list of parts is made by builds that are not told to be offline.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThirdPartyTest {
  private static final String SBOM = "META-INF/sbom/rdgateway.cdx.json";

  /** Where the text of a licence is in the jar, and words by which it is known. */
  private record Text(String resource, String words) {}

  private static final Map<String, Text> LOOKED_AT =
      Map.of(
          "Apache-2.0", new Text("META-INF/LICENSE", "Apache License"),
          "MIT", new Text("META-INF/LICENSE.txt", "QOS.ch"),
          "Bouncy Castle Licence", new Text("META-INF/LICENSE.md", "Bouncy Castle"),
          "EPL-2.0", new Text("META-INF/licenses/EPL-2.0.txt", "Eclipse Public License"),
          "CC0-1.0", new Text("META-INF/licenses/CC0-1.0.txt", "CC0 1.0"));

  private final List<JsonNode> others = new ArrayList<>();

  @BeforeAll
  void read() throws IOException {
    JsonNode components;
    try (InputStream sbom = getClass().getClassLoader().getResourceAsStream(SBOM)) {
      assumeTrue(sbom != null, "an offline build makes no list of parts");
      components = new ObjectMapper().readTree(sbom).get("components");
    }
    StreamSupport.stream(components.spliterator(), false)
        .filter(part -> !part.get("group").asText().startsWith("io.rdgateway"))
        .forEach(others::add);
    assertFalse(others.isEmpty());
  }

  private static List<String> licences(JsonNode part) {
    List<String> names = new ArrayList<>();
    for (JsonNode choice : part.path("licenses")) {
      JsonNode licence = choice.path("license");
      names.add(licence.path("id").asText(licence.path("name").asText()));
    }
    return names;
  }

  @Test
  void everyLicenceIsKnown() {
    List<String> unknown =
        others.stream()
            .filter(part -> Collections.disjoint(licences(part), LOOKED_AT.keySet()))
            .map(part -> part.get("purl").asText() + " " + licences(part))
            .toList();
    assertEquals(
        List.of(), unknown, "look at each licence, and add it with its text, or drop the part");
  }

  @Test
  void everyTextIsInTheJar() throws IOException {
    for (Text text : LOOKED_AT.values()) {
      boolean there = false;
      for (URL url : Collections.list(getClass().getClassLoader().getResources(text.resource()))) {
        try (InputStream in = url.openStream()) {
          there |= new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(text.words());
        }
      }
      assertTrue(there, text.resource());
    }
  }

  @Test
  void theNoticeNamesEverybody() throws IOException {
    String notice = Files.readString(Path.of("..", "NOTICE"));
    List<String> missing =
        others.stream()
            .map(part -> part.get("group").asText())
            .distinct()
            .filter(group -> notice.lines().noneMatch(line -> names(line, group)))
            .toList();
    assertEquals(List.of(), missing);
  }

  /** A group is named by itself or by the one above it. */
  private static boolean names(String line, String group) {
    for (String word : line.trim().split("\\s+", -1)) {
      if (word.indexOf('.') > 0 && (group + ".").startsWith(word + ".")) {
        return true;
      }
    }
    return false;
  }
}
