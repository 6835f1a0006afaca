/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

/** Any bytes: refused in the defined way, or read to what can be written and read again. */
public final class NegotiateMessageFuzzTarget {
  private NegotiateMessageFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws MalformedMessageException {
    NegotiateMessage message;
    try {
      message = NegotiateMessage.parse(data);
    } catch (MalformedMessageException e) {
      return;
    }
    if (!message.equals(NegotiateMessage.parse(message.toBytes()))) {
      throw new AssertionError("written and read again differs: " + message);
    }
  }
}
