/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.strict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;

/** How a file is spelt; what it says is the same. */
public interface Syntax {

  JsonParser open(String text) throws IOException;

  /** The remedy for a file without anything. */
  String beginning();

  /** Refuses what the language has beyond values, lists and mappings. */
  void requirePlain(JsonParser parser, Location at) throws IOException;

  /** Says what is wrong with a text that is not of this language. */
  ConfigurationException mistake(String source, JsonProcessingException e);
}
