/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.spi.Redirection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Redirections as policy files write them: {@code drive}, {@code plug-and-play}. */
final class Redirections {

  static final Map<String, Redirection> BY_WORD;

  static {
    Map<String, Redirection> words = new LinkedHashMap<>();
    for (Redirection redirection : Redirection.values()) {
      words.put(word(redirection), redirection);
    }
    BY_WORD = Collections.unmodifiableMap(words);
  }

  private Redirections() {}

  static String word(Redirection redirection) {
    return redirection.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
