/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.ntlm.Conversation.ALICE;
import static io.rdgateway.auth.ntlm.Conversation.start;
import static io.rdgateway.auth.ntlm.Conversation.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proofs, target information and integrity codes, right and wrong. */
class NtlmProofTest {
  private final TestClient client = new TestClient();
  private final NtlmAuthenticator acceptor = Conversation.acceptor(ALICE).build();

  private String signIn() throws Exception {
    return outcome(client.signIn(acceptor, null));
  }

  @Test
  void unknownUserAndWrongPasswordLookAlikeOutside() throws Exception {
    client.password = "wrong";
    var wrong =
        assertInstanceOf(AuthenticationResult.Rejected.class, client.signIn(acceptor, null));
    client.user = "mallory";
    client.password = Vectors.PASSWORD;
    var unknown =
        assertInstanceOf(AuthenticationResult.Rejected.class, client.signIn(acceptor, null));
    assertEquals("wrong-password", wrong.reason().code());
    assertEquals("unknown-user", unknown.reason().code());
    assertNull(wrong.finalToken());
    assertNull(unknown.finalToken());
  }

  @ParameterizedTest
  @CsvSource({
    "corp, corp, Accepted", // as sent
    "corp, CORP, Accepted", // in upper case
    "corp, '', Accepted", // none
    "'', '', Accepted",
    "CORP, corp, wrong-password",
    "corp, other, wrong-password"
  })
  void domainVariants(String sent, String computed, String expected) throws Exception {
    client.domain = sent;
    client.keyDomain = computed;
    assertEquals(expected, signIn());
  }

  @Test
  void theCaseOfTheUserNameDoesNotMatter() throws Exception {
    client.user = "aLiCe";
    assertEquals("Accepted", signIn());
  }

  @Test
  void clientsMayLeaveBytesAfterTheEndMark() throws Exception {
    for (int length : new int[] {0, 4, 8, 13}) {
      client.trailing = new byte[length];
      assertEquals("Accepted", signIn());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, ntlm-anonymous",
    "1, malformed",
    "16, malformed",
    "24, ntlm-v1",
    "43, malformed",
    "44, malformed"
  })
  void emptyShortAndOldResponsesAreRefused(int length, String code) throws Exception {
    client.ntResponse = new byte[length];
    assertEquals(code, signIn());
  }

  @Test
  void aNameIsNeeded() throws Exception {
    client.user = "";
    assertEquals("ntlm-anonymous", signIn());
  }

  @Test
  void theAnonymousFlagIsRefused() throws Exception {
    var challenge = start(acceptor, AuthScheme.NTLM, client.negotiate);
    byte[] answer = client.answer(challenge.token());
    answer[61] |= 0x08;
    assertEquals(
        "ntlm-anonymous",
        outcome(challenge.next().proceed(token(AuthScheme.NTLM, answer), context())));
  }

  @Test
  void everySentPairMustComeBack() throws Exception {
    for (int id : new int[] {1, 2, 3, 4, 7}) {
      client.replaced.clear();
      client.replaced.put(new AvId(id), null);
      assertEquals("ntlm-changed-target", signIn(), "without pair " + id);
      client.replaced.put(new AvId(id), new byte[8]);
      assertEquals("ntlm-changed-target", signIn(), "with another pair " + id);
    }
  }

  @Test
  void theTimeOfTheProofMustBeOurs() throws Exception {
    client.timeOffset = 1;
    assertEquals("ntlm-changed-target", signIn());
  }

  @Test
  void anIntegrityCodeIsNeeded() throws Exception {
    client.avFlags = 0;
    assertEquals("ntlm-no-mic", signIn());
    client.avFlags = AvPairs.FLAG_UNTRUSTED_TARGET;
    assertEquals("ntlm-no-mic", signIn());
    client.avFlags = AvPairs.FLAG_MIC;
    client.sendMic = false;
    assertEquals("ntlm-no-mic", signIn());
  }

  @Test
  void aWrongIntegrityCodeIsRefused() throws Exception {
    client.damageMic = true;
    assertEquals("ntlm-wrong-mic", signIn());
  }

  @Test
  void anExchangedKeyHasSixteenBytes() throws Exception {
    for (int length : new int[] {0, 8, 17}) {
      client.sessionKeyBytes = length;
      assertEquals("malformed", length == 0 ? signInWithoutKey() : signIn());
    }
  }

  /** Says that keys are exchanged, sends none, and computes with the key of the session. */
  private String signInWithoutKey() throws Exception {
    var challenge = start(acceptor, AuthScheme.NTLM, client.negotiate);
    client.dropFlags = NtlmFlags.KEY_EXCHANGE;
    byte[] answer = client.answer(challenge.token());
    client.dropFlags = 0;
    answer[63] |= 0x40;
    return outcome(challenge.next().proceed(token(AuthScheme.NTLM, answer), context()));
  }
}
