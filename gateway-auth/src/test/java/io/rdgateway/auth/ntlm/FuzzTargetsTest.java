/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.Mutations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Replays the vectors, every truncation of them and many mutations through the fuzz targets. */
class FuzzTargetsTest {

  @Test
  void negotiate() throws Exception {
    replay(
        NegotiateMessageFuzzTarget::fuzzerTestOneInput,
        Vectors.NEGOTIATE,
        Vectors.FREERDP2_NEGOTIATE);
  }

  @Test
  void challenge() throws Exception {
    replay(ChallengeMessageFuzzTarget::fuzzerTestOneInput, Vectors.CHALLENGE);
  }

  @Test
  void authenticate() throws Exception {
    replay(
        AuthenticateMessageFuzzTarget::fuzzerTestOneInput,
        Vectors.AUTHENTICATE,
        Vectors.FREERDP2_AUTHENTICATE,
        Vectors.FREERDP3_UPN_AUTHENTICATE);
  }

  @Test
  void avPairs() throws Exception {
    byte[] nt = AuthenticateMessage.parse(Vectors.AUTHENTICATE).ntResponse();
    replay(
        AvPairsFuzzTarget::fuzzerTestOneInput,
        Arrays.copyOfRange(nt, 44, nt.length),
        ChallengeMessage.parse(Vectors.CHALLENGE).targetInfo().toBytes());
  }

  @Test
  void ntlmv2Response() throws Exception {
    replay(
        Ntlmv2ResponseFuzzTarget::fuzzerTestOneInput,
        AuthenticateMessage.parse(Vectors.AUTHENTICATE).ntResponse(),
        AuthenticateMessage.parse(Vectors.FREERDP2_AUTHENTICATE).ntResponse());
  }

  @Test
  void authenticator() throws Exception {
    replay(
        NtlmAuthenticatorFuzzTarget::fuzzerTestOneInput, Vectors.AUTHENTICATE, Vectors.NEGOTIATE);
  }

  @Test
  void initiator() throws Exception {
    replay(NtlmInitiatorFuzzTarget::fuzzerTestOneInput, Vectors.CHALLENGE);
  }

  private static void replay(Mutations.Probe target, byte[]... vectors) throws Exception {
    for (byte[] vector : vectors) {
      for (int length = 0; length <= vector.length; length++) {
        target.accept(Arrays.copyOf(vector, length));
      }
    }
    Mutations.survive(target, vectors);
  }
}
