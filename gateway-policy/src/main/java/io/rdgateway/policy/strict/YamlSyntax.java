/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** YAML without aliases and tags. */
public final class YamlSyntax implements Syntax {

  public static final Syntax YAML = new YamlSyntax();

  private static final YAMLFactory FACTORY = new YAMLFactory();

  private YamlSyntax() {}

  @Override
  public JsonParser open(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  @Override
  public String beginning() {
    return "begin it with \"version: 1\"";
  }

  @Override
  public void requirePlain(JsonParser parser, Location at) throws IOException {
    if (((YAMLParser) parser).isCurrentAlias()) {
      throw at.mistake(
          "YAML takes an unquoted * for an alias, which is not allowed; put a pattern such as"
              + " \"*.corp.example\" in double quotes");
    }
    if (parser.getTypeId() != null) {
      throw at.mistake("a YAML tag (!) is not allowed; remove it or put the text in double quotes");
    }
  }

  @Override
  public ConfigurationException mistake(String source, JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
      Mark mark = yaml.getProblemMark();
      Location at = new Location(source, mark.getLine() + 1, mark.getColumn() + 1);
      String context = yaml.getContext() == null ? "" : yaml.getContext() + ", ";
      return at.mistake(
          "this is not valid YAML ("
              + Quoted.sentence(context + yaml.getProblem())
              + "); correct it, and put texts with special characters such as * or : in double"
              + " quotes",
          e);
    }
    return Location.of(source, e.getLocation())
        .mistake(
            "the YAML near this place is not understood; keys are plain words, values are texts,"
                + " numbers, lists and mappings",
            e);
  }
}
