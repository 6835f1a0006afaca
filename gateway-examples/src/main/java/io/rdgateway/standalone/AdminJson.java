/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON between the admin listener and its clients: strict in, ASCII out. */
final class AdminJson {
  static final String TYPE = "application/json";
  private static final int MAX_DEPTH = 8;

  private static final JsonMapper MAPPER = mapper();

  private AdminJson() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    return mapper;
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String text(JsonNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  static AdminPage page(int status, JsonNode json) {
    return new AdminPage(status, TYPE, text(json) + "\n");
  }

  static AdminPage error(int status, String sentence) {
    return page(status, object().put("error", sentence));
  }

  /**
   * Reads an object.
   *
   * @param bytes nothing at all counts as an empty object
   * @throws IllegalArgumentException if it is none
   */
  static JsonNode read(byte[] bytes) {
    if (bytes.length == 0) {
      return object();
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(bytes);
    } catch (IOException e) {
      // The message of the parser quotes what it read.
      throw new IllegalArgumentException("the body is not JSON", e);
    }
    if (!json.isObject()) {
      throw new IllegalArgumentException("the body is not a JSON object");
    }
    return json;
  }

  /** Refuses keys that nobody knows. */
  static void requireKnown(JsonNode json, Collection<String> known) {
    Set<String> unknown = new HashSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "the body has a key that is not known here; known are " + String.join(", ", known));
    }
  }

  /** A text that is not empty; null without one. */
  static @Nullable String string(JsonNode json, String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new IllegalArgumentException(key + " must be a text that is not empty");
    }
    return value.textValue();
  }

  /** A whole number within bounds; null without one. */
  static @Nullable Integer number(JsonNode json, String key, int min, int max) {
    JsonNode value = json.get(key);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < min
        || value.intValue() > max) {
      throw new IllegalArgumentException(
          key + " must be a whole number from " + min + " to " + max);
    }
    return value.intValue();
  }
}
