/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.fuzz;

import io.rdgateway.protocol.Heads;

/** RequestHeadParser: heads behind one another. */
public final class RequestHeadFuzzTarget {
  private static final int MAX = 2048;

  private RequestHeadFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    Check.same(
        data,
        (bytes, way) -> Heads.read(bytes, MAX, way),
        (bytes, way) -> Heads.read(bytes, MAX, way));
  }
}
