/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.util.Arrays;

/** Any bytes: refused in the defined way, or read to what can be written and read again. */
public final class AuthenticateMessageFuzzTarget {
  private AuthenticateMessageFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws MalformedMessageException {
    AuthenticateMessage message;
    try {
      message = AuthenticateMessage.parse(data);
    } catch (MalformedMessageException e) {
      return;
    }
    byte[] written = message.toBytes();
    if (written.length <= MessageReader.MAX_BYTES // overlapping fields grow when they are written
        && !Arrays.equals(written, AuthenticateMessage.parse(written).toBytes())) {
      throw new AssertionError("written and read again differs: " + message);
    }
  }
}
