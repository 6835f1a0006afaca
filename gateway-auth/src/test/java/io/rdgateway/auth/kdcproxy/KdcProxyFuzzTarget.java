/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import io.rdgateway.auth.der.DerException;
import java.util.Arrays;

/** Any bytes as the body of a request: refused in the defined way, or read to what they say. */
public final class KdcProxyFuzzTarget {
  private KdcProxyFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      KdcProxyMessage envelope = KdcProxyMessage.parse(data);
      String domain = envelope.targetDomain();
      if (domain != null) {
        byte[] again = envelope.toBytes();
        KdcProxyMessage same = KdcProxyMessage.parse(again);
        if (!Arrays.equals(same.message(), envelope.message())
            || !domain.equals(same.targetDomain())) {
          throw new AssertionError("written differs from what was read");
        }
      }
      if (KerberosRequest.parse(envelope.message()).realm().length() > data.length) {
        throw new AssertionError("a realm from nowhere");
      }
    } catch (DerException e) {
      if (String.valueOf(e.getMessage()).isEmpty()) {
        throw new AssertionError("a refusal without a reason", e);
      }
    }
  }
}
