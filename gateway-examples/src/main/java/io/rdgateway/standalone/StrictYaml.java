/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a YAML document token by token and takes nothing but what is expected. Every mistake names
 * the file and the line, and never quotes a value, which may be a secret.
 */
final class StrictYaml {
  private static final int MAX_BYTES = 1 << 20;
  private static final YAMLFactory YAML = new YAMLFactory();

  private final Path file;
  private final YAMLParser parser;

  /** Whether the current token is to be read again. */
  private boolean pushedBack;

  private StrictYaml(Path file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Reads a file of users or of what belongs to them, whose only document is a mapping.
   *
   * @param what is in the file
   */
  static void readFile(Path file, String what, Consumer<StrictYaml> mapping) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new ConfigurationException(
          file
              + ": the "
              + what
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "); let this account read the file.",
          e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new ConfigurationException(file + ": the file is larger than 1 MiB; remove users.");
    }
    read(file, new String(bytes, StandardCharsets.UTF_8), mapping);
  }

  /** Reads the only document, which is a mapping. */
  private static void read(Path file, String text, Consumer<StrictYaml> mapping) {
    try (YAMLParser parser = YAML.createParser(text)) {
      StrictYaml yaml = new StrictYaml(file, parser);
      mapping.accept(yaml);
      if (yaml.next() != null) {
        throw yaml.mistake("there is something after the end; remove it");
      }
    } catch (IOException e) {
      throw new ConfigurationException(file + ": the file cannot be read; try again.", e);
    }
  }

  /**
   * Reads a mapping.
   *
   * @param known its keys
   * @param required those of them that must be there
   * @param value reads the value of a key
   */
  void mapping(List<String> known, List<String> required, Consumer<String> value) {
    if (next() != JsonToken.START_OBJECT) {
      throw mistake("keys with values belong here: " + String.join(", ", known));
    }
    int start = line();
    Set<String> seen = new HashSet<>();
    for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
      String key = token == JsonToken.FIELD_NAME ? name() : "";
      if (!known.contains(key)) {
        throw mistake(
            "unknown key \""
                + Printable.text(key)
                + "\"; the keys here are "
                + String.join(", ", known));
      }
      if (!seen.add(key)) {
        throw mistake("the key \"" + key + "\" is here a second time; remove one of them");
      }
      value.accept(key);
    }
    for (String key : required) {
      if (!seen.contains(key)) {
        throw mistake(start, "the key \"" + key + "\" is missing; add it");
      }
    }
  }

  /** Reads a list; {@code item} reads each of its items. */
  <T> List<T> list(Item<T> item) {
    if (next() != JsonToken.START_ARRAY) {
      throw mistake(
          "a list belongs here; write its items as in [a, b] or in lines that begin with -");
    }
    List<T> items = new ArrayList<>();
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      pushedBack = true;
      items.add(item.read());
    }
    return items;
  }

  /** Reads an item. */
  interface Item<T> {
    T read();
  }

  /** Reads a text. */
  String text() {
    try {
      boolean plain = next() == JsonToken.VALUE_STRING;
      if (!plain || parser.isCurrentAlias() || parser.getTypeId() != null) {
        throw mistake("a text belongs here; put it in double quotes");
      }
      return parser.getText();
    } catch (IOException e) {
      throw notUnderstood(e);
    }
  }

  /** Reads the number of the form of the file. */
  void version(int number) {
    try {
      if (next() != JsonToken.VALUE_NUMBER_INT
          || !parser.getText().equals(Integer.toString(number))) {
        throw mistake("this version is unknown; write \"version: " + number + "\"");
      }
    } catch (IOException e) {
      throw notUnderstood(e);
    }
  }

  private String name() {
    try {
      return parser.currentName();
    } catch (IOException e) {
      throw notUnderstood(e);
    }
  }

  private @Nullable JsonToken next() {
    if (pushedBack) {
      pushedBack = false;
      return parser.currentToken();
    }
    try {
      return parser.nextToken();
    } catch (IOException e) {
      throw notUnderstood(e);
    }
  }

  /** The line of what was read last. */
  int line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  /** A mistake in what was read last. */
  ConfigurationException mistake(String sentence) {
    return mistake(line(), sentence);
  }

  ConfigurationException mistake(int line, String sentence) {
    return new ConfigurationException(file + ":" + line + ": " + sentence + ".");
  }

  /** Without a cause: what the parser says may quote a secret. */
  private ConfigurationException notUnderstood(IOException e) {
    boolean placed = e instanceof JsonProcessingException json && json.getLocation() != null;
    int line = placed ? ((JsonProcessingException) e).getLocation().getLineNr() : line();
    return mistake(
        Math.max(1, line), "this is not valid YAML; correct it, and put texts in double quotes");
  }
}
