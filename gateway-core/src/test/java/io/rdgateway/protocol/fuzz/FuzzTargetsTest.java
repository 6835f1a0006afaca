/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Mutations;
import io.rdgateway.testing.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FuzzTargetsTest {
  private static final int MUTATIONS = 20_000;

  static List<FuzzTargets.Entry> targets() {
    return FuzzTargets.ALL;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void takesItsCorpus(FuzzTargets.Entry entry) throws Exception {
    assertTrue(entry.corpus().size() > 2);
    for (byte[] input : entry.corpus()) {
      entry.target().run(input);
    }
    entry.target().run(new byte[0]);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void survivesMutations(FuzzTargets.Entry entry) {
    Seeds.forEach(
        entry.toString(),
        MUTATIONS,
        random -> entry.target().run(Mutations.next(random, entry.corpus())));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void hasTheEntryPointThatJazzerCalls(FuzzTargets.Entry entry) throws Exception {
    assertEquals(
        void.class, entry.type().getMethod("fuzzerTestOneInput", byte[].class).getReturnType());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void writesItsCorpus(FuzzTargets.Entry entry, @TempDir Path folder) throws Exception {
    FuzzTargets.main(new String[] {entry.type().getName(), folder.toString()});

    assertArrayEquals(entry.corpus().get(1), Files.readAllBytes(folder.resolve("vector-1")));
  }

  @Test
  void noticesAReaderThatDependsOnTheCuts() {
    assertThrows(
        AssertionError.class,
        () ->
            Check.same(
                new byte[50], (bytes, way) -> List.of("whole"), (bytes, way) -> List.of("pieces")));
  }
}
