/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.util.Arrays;

/** Any bytes: refused in the defined way, or kept as received. */
public final class Ntlmv2ResponseFuzzTarget {
  private Ntlmv2ResponseFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Ntlmv2Response response;
    try {
      response = Ntlmv2Response.parse(data);
    } catch (MalformedMessageException e) {
      return;
    }
    if (!Arrays.equals(data, NtlmCrypto.concat(response.proof(), response.clientPart()))) {
      throw new AssertionError("the response was changed: " + response);
    }
  }
}
