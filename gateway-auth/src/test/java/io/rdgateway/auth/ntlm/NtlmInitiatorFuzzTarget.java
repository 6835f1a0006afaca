/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.net.ProtocolException;
import java.time.InstantSource;

/** Any bytes as a server's challenge: refused in the defined way, or answered by a whole proof. */
public final class NtlmInitiatorFuzzTarget {
  private static final NtlmAccount ALICE =
      new NtlmAccount("alice", "CORP", "", NtHash.ofPassword(Vectors.PASSWORD));

  private NtlmInitiatorFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws MalformedMessageException {
    var initiator =
        new NtlmInitiator(
            ALICE,
            "HTTP/gw.test",
            Vectors.CALCULATED_BINDING,
            NtlmInitiator.OFFERED,
            InstantSource.fixed(Vectors.TIME),
            byte[]::new);
    byte[] answer;
    try {
      answer = initiator.authenticate(data);
    } catch (ProtocolException e) {
      return;
    }
    if (answer.length > MessageReader.MAX_BYTES) {
      return; // the server's names come back on top of our own
    }
    var parsed = AuthenticateMessage.parse(answer);
    if (parsed.mic() == null
        || (Ntlmv2Response.parse(parsed.ntResponse()).pairs().flags() & AvPairs.FLAG_MIC) == 0) {
      throw new AssertionError("a proof without an integrity code: " + parsed);
    }
  }
}
