/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Turns YAML or JSON into nodes. Only texts, numbers, booleans, lists and mappings pass; aliases,
 * the cause of exponential files, do not, so that the nodes are never more than the characters.
 */
public final class NodeLoader {

  /** Deep enough for every file; what is deeper is a mistake or an attack. */
  private static final int MAX_DEPTH = 8;

  private final String source;
  private final Syntax syntax;
  private final JsonParser parser;

  private NodeLoader(String source, Syntax syntax, JsonParser parser) {
    this.source = source;
    this.syntax = syntax;
    this.parser = parser;
  }

  /**
   * Reads one document.
   *
   * @return its root
   * @throws ConfigurationException if the text is not a document of the accepted kind
   */
  public static Node load(String text, String source, Syntax syntax) {
    requirePrintable(text, source);
    try (JsonParser parser = syntax.open(text)) {
      return new NodeLoader(source, syntax, parser).document();
    } catch (JsonProcessingException e) {
      throw syntax.mistake(source, e);
    } catch (IOException e) {
      throw new ConfigurationException(source + ": the file cannot be read; try again", e);
    }
  }

  private static void requirePrintable(String text, String source) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        throw new Location(source, line, column)
            .mistake(String.format("the invisible character U+%04X is not allowed; remove it", c));
      }
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
      i += Character.charCount(c);
    }
  }

  private Node document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new Location(source, 1, 1).mistake("the file is empty; " + syntax.beginning());
    }
    Node root = node(first, 1);
    if (parser.nextToken() != null) {
      throw here().mistake("a file has one document; remove the second");
    }
    return root;
  }

  private Node node(@Nullable JsonToken token, int depth) throws IOException {
    Location at = here();
    if (token == null) {
      throw at.mistake("the file ends in the middle of a value; complete it");
    }
    if (depth > MAX_DEPTH) {
      throw at.mistake("this is nested too deeply; such a file has a few levels only");
    }
    syntax.requirePlain(parser, at);
    return switch (token) {
      case START_OBJECT -> mapping(at, depth);
      case START_ARRAY -> sequence(at, depth);
      case VALUE_STRING -> scalar(at, Node.Scalar.Type.TEXT);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(at, Node.Scalar.Type.NUMBER);
      case VALUE_TRUE, VALUE_FALSE -> scalar(at, Node.Scalar.Type.BOOLEAN);
      case VALUE_NULL -> scalar(at, Node.Scalar.Type.NOTHING);
      default -> throw at.mistake("this value has no place in such a file; remove it");
    };
  }

  private Node scalar(Location at, Node.Scalar.Type type) throws IOException {
    return new Node.Scalar(at, parser.getText(), type);
  }

  private Node sequence(Location at, int depth) throws IOException {
    List<Node> items = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      items.add(node(t, depth + 1));
    }
    return new Node.Sequence(at, items);
  }

  private Node mapping(Location at, int depth) throws IOException {
    Map<String, Node.Field> fields = new LinkedHashMap<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_OBJECT; t = parser.nextToken()) {
      Location keyAt = here();
      if (t != JsonToken.FIELD_NAME) {
        throw keyAt.mistake("a key belongs here; write one as in \"version: 1\"");
      }
      String key = parser.currentName();
      Node.Field earlier = fields.get(key);
      if (earlier != null) {
        throw keyAt.mistake(
            "the key "
                + Quoted.word(key)
                + " is here a second time, after line "
                + earlier.at().line()
                + "; remove one of them");
      }
      fields.put(key, new Node.Field(keyAt, node(parser.nextToken(), depth + 1)));
    }
    return new Node.Mapping(at, fields);
  }

  private Location here() {
    return Location.of(source, parser.currentTokenLocation());
  }
}
