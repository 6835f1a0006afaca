/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import io.rdgateway.auth.der.DerException;

/** Any bytes as the answer of a KDC: refused in the defined way, or an answer of a known kind. */
public final class KerberosReplyFuzzTarget {
  private KerberosReplyFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    for (KerberosRequest.Kind kind : KerberosRequest.Kind.values()) {
      try {
        KerberosReply reply = KerberosReply.parse(data, kind);
        if (reply.error() != 0 && data[0] != 0x7E) {
          throw new AssertionError("an error that is none");
        }
      } catch (DerException e) {
        if (String.valueOf(e.getMessage()).isEmpty()) {
          throw new AssertionError("a refusal without a reason", e);
        }
      }
    }
  }
}
