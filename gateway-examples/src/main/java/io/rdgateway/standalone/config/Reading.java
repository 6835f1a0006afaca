/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One reading of a file: it goes on after a mistake, so that all of them are told at once. */
final class Reading {
  private final Path file;
  private final List<String> mistakes = new ArrayList<>();

  Reading(Path file) {
    this.file = file;
  }

  /** Reads something of a node. */
  interface Part<T> {
    /**
     * Reads.
     *
     * @throws ConfigurationException if this is the mistake
     * @throws Unusable if the mistake has been noted already
     */
    T read(Node node, Reading reading);
  }

  /** What depends on something that is wrong cannot be made; the mistake has been noted. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable() {
      super("a part of the file is wrong", null, false, false);
    }
  }

  /** A file that this one names: relative ones are beside it. */
  Path path(String text) {
    return file.resolveSibling(text);
  }

  void note(ConfigurationException mistake) {
    mistakes.add(String.valueOf(mistake.getMessage()));
  }

  /** Every mistake so far, one on each line; null if there is none. */
  void requireNone() {
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(String.join("\n", mistakes));
    }
  }
}
