/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.ntlm.Conversation.ALICE;
import static io.rdgateway.auth.ntlm.Conversation.token;
import static io.rdgateway.auth.ntlm.Vectors.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.negotiate.NegotiateAuthenticator;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The calculated conversation once more, inside SPNEGO, with signatures from the same program. */
class NtlmInSpnegoTest {
  private static final byte[] SPNEGO = hex("06062b0601050502");
  private static final byte[] NTLM = hex("060a2b06010401823702020a");
  private static final byte[] KERBEROS = hex("06092a864886f712010202");
  private static final byte[] CLIENT_MIC = hex("0100000022a3984fefbb9c3200000000");
  private static final byte[] SERVER_MIC = hex("010000007dd6da05648a73ae00000000");

  private final NegotiateAuthenticator acceptor =
      NegotiateAuthenticator.of(Conversation.acceptor(ALICE).build().mechanism());

  private static byte[] init(byte @Nullable [] mechToken, byte[]... mechanisms) {
    return Der.element(
        Der.application(0),
        SPNEGO,
        Der.field(0, Der.sequence(Der.field(0, Der.sequence(mechanisms)), octets(2, mechToken))));
  }

  private static byte[] answer(byte[] responseToken, byte @Nullable [] mic) {
    return Der.element(Der.context(1), Der.sequence(octets(2, responseToken), octets(3, mic)));
  }

  private static byte[] octets(int number, byte @Nullable [] content) {
    return content == null
        ? new byte[0]
        : Der.field(number, Der.element(Der.OCTET_STRING, content));
  }

  private static AuthenticationResult send(AuthenticationStep step, byte[] message)
      throws Exception {
    return step.proceed(token(AuthScheme.NEGOTIATE, message), context(Vectors.CALCULATED_BINDING));
  }

  private AuthenticationStep challenged() throws Exception {
    var challenge =
        assertInstanceOf(
            AuthenticationResult.Challenge.class, send(acceptor, init(Vectors.NEGOTIATE, NTLM)));
    assertArrayEquals(
        Der.element(
            Der.context(1),
            Der.sequence(
                Der.field(0, Der.enumerated(1)), Der.field(1, NTLM), octets(2, Vectors.CHALLENGE))),
        challenge.token());
    return challenge.next();
  }

  @Test
  void bothSidesSignTheList() throws Exception {
    var accepted =
        assertInstanceOf(
            AuthenticationResult.Accepted.class,
            send(challenged(), answer(Vectors.AUTHENTICATE, CLIENT_MIC)));
    assertEquals(AuthScheme.NTLM, accepted.principal().scheme());
    assertEquals("alice", accepted.principal().name());
    assertArrayEquals(
        Der.element(
            Der.context(1), Der.sequence(Der.field(0, Der.enumerated(0)), octets(3, SERVER_MIC))),
        accepted.finalToken());
  }

  @Test
  void unsignedFirstChoiceIsAccepted() throws Exception {
    assertEquals("Accepted", outcome(send(challenged(), answer(Vectors.AUTHENTICATE, null))));
  }

  @Test
  void everyOtherSignatureIsRefused() throws Exception {
    for (int i = 0; i < CLIENT_MIC.length; i++) {
      byte[] mic = CLIENT_MIC.clone();
      mic[i] ^= 1;
      assertEquals(
          "negotiate-wrong-mic", outcome(send(challenged(), answer(Vectors.AUTHENTICATE, mic))));
    }
    for (byte[] mic : new byte[][] {SERVER_MIC, {}, Arrays.copyOf(CLIENT_MIC, 17)}) {
      assertEquals(
          "negotiate-wrong-mic", outcome(send(challenged(), answer(Vectors.AUTHENTICATE, mic))));
    }
  }

  /** Somebody takes Kerberos out of the way: the client still signs the list that it sent. */
  @Test
  void secondChoiceMustBeSigned() throws Exception {
    var asked =
        assertInstanceOf(
            AuthenticationResult.Challenge.class,
            send(acceptor, init(hex("6000"), KERBEROS, NTLM)));
    assertArrayEquals(hex("a1153013a0030a0103a10c060a2b06010401823702020a"), asked.token());
    var challenge =
        assertInstanceOf(
            AuthenticationResult.Challenge.class,
            send(asked.next(), answer(Vectors.NEGOTIATE, null)));
    assertEquals(
        "negotiate-no-mic", outcome(send(challenge.next(), answer(Vectors.AUTHENTICATE, null))));
    var again =
        assertInstanceOf(
            AuthenticationResult.Challenge.class,
            send(asked.next(), answer(Vectors.NEGOTIATE, null)));
    assertEquals(
        "negotiate-wrong-mic", // over the list with NTLM alone
        outcome(send(again.next(), answer(Vectors.AUTHENTICATE, CLIENT_MIC))));
  }

  @Test
  void wrongProofHasNoTokenSoThatTheClientCanAskAgain() throws Exception {
    byte[] wrong = Vectors.AUTHENTICATE.clone();
    wrong[wrong.length - 1] ^= 1;
    var rejected =
        assertInstanceOf(
            AuthenticationResult.Rejected.class, send(challenged(), answer(wrong, CLIENT_MIC)));
    assertEquals("ntlm-wrong-mic", rejected.reason().code());
    assertNull(rejected.finalToken());
  }

  @Test
  void answerWithoutAChallengeIsRefused() throws Exception {
    assertEquals("ntlm-no-challenge", outcome(send(acceptor, init(Vectors.AUTHENTICATE, NTLM))));
    assertEquals("ntlm-no-challenge", outcome(send(acceptor, Vectors.AUTHENTICATE)));
  }

  @Test
  void bareMessagesAreAnsweredBare() throws Exception {
    var challenge =
        assertInstanceOf(AuthenticationResult.Challenge.class, send(acceptor, Vectors.NEGOTIATE));
    assertArrayEquals(Vectors.CHALLENGE, challenge.token());
    var accepted =
        assertInstanceOf(
            AuthenticationResult.Accepted.class, send(challenge.next(), Vectors.AUTHENTICATE));
    assertEquals(AuthScheme.NTLM, accepted.principal().scheme());
    assertNull(accepted.finalToken());
    // Each challenge is good for one answer.
    assertEquals("ntlm-no-challenge", outcome(send(challenge.next(), Vectors.AUTHENTICATE)));
  }

  @Test
  void sessionsHideTheirKey() throws Exception {
    var session =
        new NtlmSession(
            Conversation.IDENTITY.signedIn(AuthScheme.NTLM, Vectors.TIME),
            new NtlmFlags(0),
            hex("abababab"));
    assertFalse(session.toString().contains("ab, ab"));
    assertFalse(session.toString().contains("abab"));
  }
}
