/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.auth.LiveGateway;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.ClientSignIn;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.TransportKind;
import java.net.ProtocolException;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NtlmClientTest {
  private static final ClientCredentials.Target TARGET =
      new ClientCredentials.Target("gw.test", null);
  private static final NtlmClientCredentials ALICE =
      NtlmClientCredentials.of("CORP\\alice", Vectors.PASSWORD);

  private static NtlmAuthenticator strictAcceptor(AuthScheme... offered) {
    return NtlmAuthenticator.builder(NtlmVerifier.of(Conversation.ALICE), Vectors.NAMES)
        .schemes(offered)
        .channelBinding(ChannelBindingPolicy.REQUIRED)
        .serviceNames(Set.of(LiveGateway.NAME))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "NTLM, WEBSOCKET",
    "NTLM, HTTP",
    "Negotiate, WEBSOCKET",
    "Negotiate, HTTP",
  })
  void opensAChannelBoundToTheCertificate(String scheme, TransportKind transport) throws Exception {
    AuthScheme only = AuthScheme.of(scheme);
    LiveGateway gateway = new LiveGateway(strictAcceptor(only));
    try (gateway) {
      gateway.assertOpens(ALICE.withSchemes(only), transport);
    }
    assertEquals(
        Set.of(AuthScheme.NTLM),
        Set.copyOf(gateway.principals().stream().map(user -> user.scheme()).toList()));
    assertEquals(transport == TransportKind.HTTP ? 2 : 1, gateway.principals().size());
  }

  @ParameterizedTest
  @EnumSource
  void aWrongPasswordIsRefused(TransportKind transport) throws Exception {
    LiveGateway gateway = new LiveGateway(strictAcceptor(AuthScheme.NTLM));
    try (gateway) {
      var failure =
          assertThrows(
              GatewayClientException.class,
              () -> gateway.assertOpens(NtlmClientCredentials.of("alice", "wrong"), transport));
      assertEquals(OptionalInt.of(401), failure.httpStatus());
    }
    assertEquals(List.of("wrong-password"), gateway.refusals());
  }

  @Test
  void withoutABindingAStrictGatewayRefuses() throws Exception {
    LiveGateway gateway = new LiveGateway(strictAcceptor(AuthScheme.NTLM));
    try (gateway) {
      assertThrows(
          GatewayClientException.class,
          () ->
              gateway.assertOpens(ALICE.insecureWithoutChannelBinding(), TransportKind.WEBSOCKET));
    }
    assertEquals(List.of("ntlm-no-channel-binding"), gateway.refusals());
  }

  @Test
  void nothingIsSentBeforeTheGatewayOffersNtlm() throws Exception {
    ClientSignIn signIn = ALICE.start(TARGET);
    assertNull(signIn.authorization(List.of()));
    assertNull(signIn.authorization(List.of("Basic realm=\"x\"", "Bearer")));
  }

  @Test
  void theFirstPreferredSchemeOfTheOfferIsUsed() throws Exception {
    assertTrue(offer(ALICE, "Negotiate", "ntlm").startsWith("NTLM "));
    assertTrue(offer(ALICE, "Basic realm=\"x\"", "Negotiate").startsWith("Negotiate "));
    var turned = ALICE.withSchemes(AuthScheme.NEGOTIATE, AuthScheme.NTLM);
    assertTrue(offer(turned, "NTLM", "Negotiate").startsWith("Negotiate "));
  }

  private static String offer(NtlmClientCredentials credentials, String... challenges)
      throws Exception {
    return String.valueOf(credentials.start(TARGET).authorization(List.of(challenges)));
  }

  @Test
  void aSecondProofIsNeverSent() throws Exception {
    ClientSignIn signIn = ALICE.start(TARGET);
    String challenge = "NTLM " + Base64.getEncoder().encodeToString(Vectors.CHALLENGE);
    assertNull(signIn.authorization(List.of()));
    assertFalse(String.valueOf(signIn.authorization(List.of("NTLM"))).contains("null"));
    assertTrue(String.valueOf(signIn.authorization(List.of(challenge))).startsWith("NTLM "));
    assertNull(signIn.authorization(List.of(challenge)));
  }

  @Test
  void anOfferInPlaceOfAChallengeIsARefusal() throws Exception {
    ClientSignIn signIn = ALICE.start(TARGET);
    assertTrue(String.valueOf(signIn.authorization(List.of("NTLM"))).startsWith("NTLM "));
    assertNull(signIn.authorization(List.of("NTLM", "Negotiate")));
  }

  @Test
  void aChallengeThatIsNotBase64FailsTheSignIn() throws Exception {
    ClientSignIn signIn = ALICE.start(TARGET);
    assertTrue(String.valueOf(signIn.authorization(List.of("NTLM"))).startsWith("NTLM "));
    assertThrows(ProtocolException.class, () -> signIn.authorization(List.of("NTLM !!!")));
  }

  @Test
  void namesAreCheckedAndNothingIsShown() {
    assertThrows(IllegalArgumentException.class, () -> NtlmClientCredentials.of("", "x"));
    assertThrows(IllegalArgumentException.class, () -> NtlmClientCredentials.of("CORP\\", "x"));
    assertThrows(IllegalArgumentException.class, () -> NtlmClientCredentials.of("alice", ""));
    assertThrows(
        IllegalArgumentException.class, () -> NtlmClientCredentials.of("a".repeat(257), "x"));
    assertThrows(ConfigurationException.class, () -> ALICE.withSchemes(AuthScheme.BASIC));
    assertThrows(ConfigurationException.class, () -> ALICE.withSchemes());
    assertEquals("NTLM[<redacted>]", ALICE.toString());
  }
}
