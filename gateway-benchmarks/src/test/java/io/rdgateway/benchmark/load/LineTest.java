/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LineTest {

  @Test
  void whatIsWrittenIsRead() {
    String text =
        new Line("failed")
            .with("error", "a = b & c\nd")
            .with("empty", "")
            .with("n", 2.5)
            .toString();
    Line read = Line.parse(text);

    assertEquals(1, text.lines().count());
    assertEquals("failed", read.word());
    assertEquals("a = b & c\nd", read.text("error"));
    assertEquals("", read.text("empty"));
    assertEquals(2.5, read.number("n"));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThrows(IllegalArgumentException.class, () -> new Line("go").text("port"));
    assertThrows(IllegalArgumentException.class, () -> Line.parse("go port"));
  }
}
