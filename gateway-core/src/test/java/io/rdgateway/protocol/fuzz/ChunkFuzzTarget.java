/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.fuzz;

import io.rdgateway.protocol.ChunkReader;
import io.rdgateway.protocol.PayloadTranscript;

/** ChunkReader: the body of RDG_IN_DATA. */
public final class ChunkFuzzTarget {
  private ChunkFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    Check.same(
        data,
        (bytes, way) -> PayloadTranscript.steady().read(new ChunkReader(), bytes, way),
        (bytes, way) ->
            PayloadTranscript.pausing(Check.random(bytes)).read(new ChunkReader(), bytes, way));
  }
}
