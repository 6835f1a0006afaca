/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Somebody has to be able to read an example at one sitting. */
class ExamplesAreShortTest {
  @Test
  void eachHasLessThanAHundredLines() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.list(Path.of("src/main/java/io/rdgateway/examples"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertFalse(sources.isEmpty());
    for (Path source : sources) {
      int lines = Files.readAllLines(source).size();
      assertTrue(lines < 100, source + " has " + lines + " lines");
    }
  }
}
