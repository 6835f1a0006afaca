/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;

/** JSON by the letter of RFC 8259: no comments, no further commas, no other quotes. */
public final class JsonSyntax implements Syntax {

  public static final Syntax JSON = new JsonSyntax();

  private static final String MARK = "\uFEFF";

  /** Limits of the parser itself, before nodes and model have theirs. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNumberLength(64)
                  .maxNameLength(4096)
                  .maxStringLength(1 << 20)
                  .build())
          .build();

  private JsonSyntax() {}

  /** Passes over the mark that some editors begin a file of UTF-8 with. */
  @Override
  public JsonParser open(String text) throws IOException {
    return FACTORY.createParser(text.startsWith(MARK) ? text.substring(1) : text);
  }

  @Override
  public String beginning() {
    return "begin it with {\"version\": 1";
  }

  /** JSON can write half of a character, which YAML cannot, and which is part of no name. */
  @Override
  public void requirePlain(JsonParser parser, Location at) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING
        && parser.getText().codePoints().anyMatch(JsonSyntax::isHalf)) {
      throw at.mistake("this has half of a surrogate pair; write both of its escapes or neither");
    }
  }

  private static boolean isHalf(int c) {
    return Character.getType(c) == Character.SURROGATE;
  }

  @Override
  public ConfigurationException mistake(String source, JsonProcessingException e) {
    String sentence;
    if (e instanceof JsonEOFException) {
      sentence = "the file ends in the middle of a value; complete it";
    } else if (e instanceof StreamConstraintsException) {
      sentence = "this is longer or nested deeper than anything in such a file; shorten it";
    } else {
      sentence =
          "this is not valid JSON; put keys and texts in double quotes and commas between them,"
              + " none after the last, and remove comments";
    }
    return Location.of(source, e.getLocation()).mistake(sentence, e);
  }
}
