/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ProcessUseTest {

  @Test
  void timesAreFoundBehindANameWithBlanksAndBrackets() {
    String stat =
        "4711 (tmux: a) (b) S 1 4711 4711 0 -1 4194560 905 0 0 0 1234 66 7 8 20 0 17 0 100 1 2\n";

    assertEquals(13.0, ProcessUse.cpuSeconds(stat));
  }

  @Test
  void whatIsNoStatIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ProcessUse.cpuSeconds("4711 S 1 2 3"));
    assertThrows(IllegalArgumentException.class, () -> ProcessUse.cpuSeconds("4711 (a) S 1 2 3"));
  }

  @Test
  void residentMemoryIsFound() {
    assertEquals(
        51_324, ProcessUse.residentKib("Name:\tjava\nVmHWM:\t   60000 kB\nVmRSS:\t   51324 kB\n"));
    assertThrows(IllegalArgumentException.class, () -> ProcessUse.residentKib("Name:\tkthreadd\n"));
  }

  @Test
  void theMachineWorksForEverybodyButTheIdle() {
    assertEquals(
        1.16,
        ProcessUse.machineSeconds("cpu  10 20 30 4000 500 6 20 30 7 8\ncpu0 1 2 3 4 5 6 7 8 9 0\n"),
        1e-9);
    assertThrows(IllegalArgumentException.class, () -> ProcessUse.machineSeconds("intr 1 2 3"));
  }
}
