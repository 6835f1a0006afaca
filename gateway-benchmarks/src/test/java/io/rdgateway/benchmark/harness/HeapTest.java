/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HeapTest {

  @Test
  void generationsAreAddedAndWhatIsOutsideIsNot() {
    String serial =
        """
        22733:
         def new generation   total 116160K, used 18593K [0x0000000687400000, 0x0000000704d50000)
          eden space 103296K,  18% used [0x0000000687400000, 0x00000006886286e8)
         tenured generation   total 258048K, used 1407K [0x0000000704d50000, 0x0000000800000000)
           the space 258048K,   0% used [0x0000000704d50000, 0x0000000714950000)
         Metaspace       used 8922K, committed 9088K, reserved 1114112K
          class space    used 1057K, committed 1152K, reserved 1048576K
        """;

    assertEquals(20_000, Heap.usedKib(serial));
  }

  @Test
  void newerFormsAreUnderstood() {
    assertEquals(
        10_339,
        Heap.usedKib(
            "garbage-first heap   total reserved 6172672K, committed 393216K, used 10339K [0x06)"));
    assertThrows(IllegalArgumentException.class, () -> Heap.usedKib("no heap here"));
  }
}
