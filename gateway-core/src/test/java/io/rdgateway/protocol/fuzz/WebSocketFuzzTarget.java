/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.fuzz;

import io.rdgateway.protocol.PayloadTranscript;
import io.rdgateway.protocol.WebSocketReader;

/** WebSocketReader: the frames of a client. */
public final class WebSocketFuzzTarget {
  private WebSocketFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    Check.same(
        data,
        (bytes, way) -> PayloadTranscript.steady().read(new WebSocketReader(), bytes, way),
        (bytes, way) ->
            PayloadTranscript.pausing(Check.random(bytes)).read(new WebSocketReader(), bytes, way));
  }
}
