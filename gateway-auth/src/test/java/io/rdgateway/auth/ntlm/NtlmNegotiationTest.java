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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway offers and what it demands of a client. */
class NtlmNegotiationTest {
  private final TestClient client = new TestClient();
  private final NtlmAuthenticator acceptor = Conversation.acceptor(ALICE).build();

  private String signIn() throws Exception {
    return outcome(client.signIn(acceptor, null));
  }

  @Test
  void offersNegotiateAndNtlmByDefault() {
    assertEquals(List.of(AuthScheme.NEGOTIATE, AuthScheme.NTLM), acceptor.schemes());
    assertEquals(
        List.of(AuthScheme.NTLM),
        Conversation.acceptor(ALICE).schemes(AuthScheme.NTLM).build().schemes());
  }

  @Test
  void aPrincipalSaysNtlmUnderNegotiateToo() throws Exception {
    var accepted =
        assertInstanceOf(AuthenticationResult.Accepted.class, client.signIn(acceptor, null));
    assertEquals(AuthScheme.NTLM, accepted.principal().scheme());
    assertEquals(Set.of("staff"), accepted.principal().groups());
    assertEquals(Vectors.TIME, accepted.principal().authenticatedAt());
  }

  @Test
  void windowsHttpClientsExchangeNoKey() throws Exception {
    client.negotiate = negotiate(0xA2088207);
    var challenge = start(acceptor, AuthScheme.NTLM, client.negotiate);
    NtlmFlags flags = ChallengeMessage.parse(challenge.token()).flags();
    assertFalse(flags.hasAny(NtlmFlags.SIGN | NtlmFlags.SEAL | NtlmFlags.KEY_EXCHANGE));
    assertEquals("Accepted", signIn());
  }

  @Test
  void theChallengeNeverHasWeakFlags() throws Exception {
    var challenge = start(acceptor, AuthScheme.NTLM, negotiate(-1));
    assertEquals(
        "UNICODE|REQUEST_TARGET|SIGN|SEAL|NTLM|ALWAYS_SIGN|TARGET_TYPE_DOMAIN"
            + "|EXTENDED_SESSION_SECURITY|TARGET_INFO|VERSION|KEY_128|KEY_EXCHANGE|KEY_56",
        ChallengeMessage.parse(challenge.token()).flags().toString());
  }

  @Test
  void keysAreNotExchangedWithoutSigningOrSealing() throws Exception {
    client.negotiate = negotiate(0xE2088207);
    var challenge = start(acceptor, AuthScheme.NTLM, client.negotiate);
    assertFalse(ChallengeMessage.parse(challenge.token()).flags().has(NtlmFlags.KEY_EXCHANGE));
    assertEquals("Accepted", signIn());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0xE20882B7 & ~NtlmFlags.UNICODE,
        0xE20882B7 & ~NtlmFlags.EXTENDED_SESSION_SECURITY,
        0xE20882B7 & ~NtlmFlags.KEY_128,
        0
      })
  void weakOffersAreRefused(int flags) {
    assertEquals(
        "ntlm-weak-flags",
        outcome(acceptor.proceed(token(AuthScheme.NTLM, negotiate(flags)), context())));
  }

  @ParameterizedTest
  @CsvSource({
    "0x00080000, ntlm-weak-flags", // EXTENDED_SESSION_SECURITY
    "0x20000000, ntlm-weak-flags", // KEY_128
    "0x00000001, malformed" // UNICODE
  })
  void weakAnswersAreRefused(String dropped, String code) throws Exception {
    client.dropFlags = Integer.decode(dropped);
    assertEquals(code, signIn());
  }

  @Test
  void aStandAloneGatewayNamesItself() throws Exception {
    var standAlone =
        NtlmAuthenticator.builder(NtlmVerifier.of(ALICE), TargetNames.standAlone("gw.example.com"))
            .build();
    var challenge =
        ChallengeMessage.parse(start(standAlone, AuthScheme.NTLM, client.negotiate).token());
    assertEquals("GW", challenge.targetName());
    assertEquals(true, challenge.flags().has(NtlmFlags.TARGET_TYPE_SERVER));
    assertEquals("AvPairs[AvId[2], AvId[1], AvId[3], AvId[7]]", challenge.targetInfo().toString());
  }

  @Test
  void everyChallengeIsNew() throws Exception {
    var random = NtlmAuthenticator.builder(NtlmVerifier.of(ALICE), Vectors.NAMES).build();
    byte[] first = start(random, AuthScheme.NTLM, client.negotiate).token();
    byte[] second = start(random, AuthScheme.NTLM, client.negotiate).token();
    assertFalse(
        Arrays.equals(
            ChallengeMessage.parse(first).serverChallenge(),
            ChallengeMessage.parse(second).serverChallenge()));
  }

  private static byte[] negotiate(int flags) {
    return new NegotiateMessage(new NtlmFlags(flags), TestClient.VERSION).toBytes();
  }
}
