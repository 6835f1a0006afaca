/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.auth.der.DerException;
import java.util.Arrays;

/** Any bytes: refused in the defined way, or read to what is written back as the same bytes. */
public final class SpnegoCodecFuzzTarget {
  private SpnegoCodecFuzzTarget() {}

  /** What to start from. */
  public static byte[][] corpus() {
    return new byte[][] {
      SpnegoTokens.FREERDP_INIT,
      SpnegoTokens.LAST,
      new NegTokenResp(NegTokenResp.State.REQUEST_MIC, MechanismOid.KERBEROS, null, null).toBytes()
    };
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      same(data, NegTokenResp.parse(data).toBytes());
    } catch (DerException e) {
      // refused
    }
    try {
      GssToken frame = GssToken.parse(data);
      same(data, frame.toBytes());
      var init = NegTokenInit.parse(frame.body());
      // The flags are not kept, and an empty list is refused: everything else comes back.
      byte[] written = init.toBytes();
      if (written.length > data.length
          || !NegTokenInit.parse(GssToken.parse(written).body())
              .mechanisms()
              .equals(init.mechanisms())) {
        throw new AssertionError("written otherwise than read");
      }
    } catch (DerException e) {
      // refused
    }
  }

  private static void same(byte[] read, byte[] written) {
    if (!Arrays.equals(read, written)) {
      throw new AssertionError("written otherwise than read");
    }
  }
}
