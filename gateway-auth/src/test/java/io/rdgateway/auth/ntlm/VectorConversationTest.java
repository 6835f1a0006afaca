/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.ntlm.Conversation.ALICE;
import static io.rdgateway.auth.ntlm.Conversation.token;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.EndPointBinding;
import org.junit.jupiter.api.Test;

/** Conversations with known bytes, from end to end. */
class VectorConversationTest {
  private final NtlmAuthenticator acceptor =
      Conversation.acceptor(ALICE).channelBinding(ChannelBindingPolicy.REQUIRED).build();

  @Test
  void calculatedConversation() throws Exception {
    var challenge = Conversation.start(acceptor, AuthScheme.NTLM, Vectors.NEGOTIATE);
    assertArrayEquals(Vectors.CHALLENGE, challenge.token());
    var accepted =
        assertInstanceOf(
            AuthenticationResult.Accepted.class,
            answer(
                AuthScheme.NTLM,
                Vectors.NEGOTIATE,
                Vectors.AUTHENTICATE,
                Vectors.CALCULATED_BINDING));
    assertEquals(
        Conversation.IDENTITY.signedIn(AuthScheme.NTLM, Vectors.TIME), accepted.principal());
    assertNull(accepted.finalToken());
  }

  @Test
  void freeRdp2() throws Exception {
    assertEquals(
        "Accepted",
        outcome(
            answer(
                AuthScheme.NTLM,
                Vectors.FREERDP2_NEGOTIATE,
                Vectors.FREERDP2_AUTHENTICATE,
                Vectors.FREERDP_BINDING)));
  }

  @Test
  void freeRdp3() throws Exception {
    for (byte[] message :
        new byte[][] {Vectors.FREERDP3_AUTHENTICATE, Vectors.FREERDP3_UPN_AUTHENTICATE}) {
      assertEquals(
          "Accepted",
          outcome(
              answer(
                  AuthScheme.NEGOTIATE,
                  Vectors.FREERDP3_NEGOTIATE,
                  message,
                  Vectors.FREERDP_BINDING)));
    }
  }

  @Test
  void noBitOfTheAnswerCanBeChanged() throws Exception {
    for (int bit = 0; bit < Vectors.AUTHENTICATE.length * 8; bit++) {
      byte[] changed = Vectors.AUTHENTICATE.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertInstanceOf(
          AuthenticationResult.Rejected.class,
          answer(AuthScheme.NTLM, Vectors.NEGOTIATE, changed, Vectors.CALCULATED_BINDING),
          "bit " + bit);
    }
  }

  @Test
  void theMicCoversTheFirstMessage() throws Exception {
    byte[] changed = Vectors.NEGOTIATE.clone();
    changed[34] ^= 1; // the build number, which nothing else looks at
    assertEquals(
        "ntlm-wrong-mic",
        outcome(
            answer(AuthScheme.NTLM, changed, Vectors.AUTHENTICATE, Vectors.CALCULATED_BINDING)));
  }

  @Test
  void theBindingOfAnotherCertificateIsRefused() throws Exception {
    assertEquals(
        "ntlm-wrong-channel-binding",
        outcome(
            answer(
                AuthScheme.NTLM,
                Vectors.NEGOTIATE,
                Vectors.AUTHENTICATE,
                new EndPointBinding(Vectors.sha256("another certificate")))));
  }

  private AuthenticationResult answer(
      AuthScheme scheme, byte[] negotiate, byte[] answer, EndPointBinding binding)
      throws Exception {
    return Conversation.start(acceptor, scheme, negotiate)
        .next()
        .proceed(token(scheme, answer), context(binding));
  }
}
