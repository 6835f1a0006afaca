/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static Options options(String... arguments) {
    return new Options(arguments, Set.of("tunnels", "scenario"));
  }

  @Test
  void valuesAreReadByTheirKind() {
    assertEquals(List.of(16, 100), options("--tunnels", "16,100").numbers("tunnels", "1", 1));
    assertEquals(7, options().number("tunnels", 7, 1));
    assertEquals(
        List.of(Scenario.SINK, Scenario.ECHO),
        options("--scenario", "sink, Echo").constants("scenario", "source", Scenario.class));
  }

  @Test
  void mistakesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> options("--tunnel", "1"));
    assertThrows(IllegalArgumentException.class, () -> options("tunnels", "1"));
    assertThrows(IllegalArgumentException.class, () -> options("--tunnels"));
    Options some = options("--tunnels", "0", "--scenario", "both");
    assertThrows(IllegalArgumentException.class, () -> some.number("tunnels", 1, 1));
    assertThrows(IllegalArgumentException.class, () -> some.constant("scenario", Scenario.SINK));
  }
}
