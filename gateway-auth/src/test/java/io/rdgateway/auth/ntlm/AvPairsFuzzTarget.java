/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.util.Arrays;

/** Any bytes: refused in the defined way, or read to what stands at their start. */
public final class AvPairsFuzzTarget {
  private AvPairsFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    AvPairs pairs;
    try {
      pairs = AvPairs.parse(data);
    } catch (MalformedMessageException e) {
      return;
    }
    byte[] written = pairs.toBytes();
    if (!Arrays.equals(written, Arrays.copyOf(data, written.length))) {
      throw new AssertionError("written differs from what was read: " + pairs);
    }
  }
}
