/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.fuzz;

import io.rdgateway.protocol.PacketTranscript;

/** PacketStream: the bytes of many packets. */
public final class PacketStreamFuzzTarget {
  private PacketStreamFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    Check.same(
        data,
        (bytes, way) -> PacketTranscript.steady().read(bytes, way),
        (bytes, way) -> PacketTranscript.pausing(Check.random(bytes)).read(bytes, way));
  }
}
