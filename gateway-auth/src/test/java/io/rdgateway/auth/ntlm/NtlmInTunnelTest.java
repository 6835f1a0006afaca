/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.GatewayEvent;
import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.LiveGateway;
import io.rdgateway.client.ClientCredentials.Target;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.client.GatewayClientException.Stage;
import io.rdgateway.client.InTunnelSignIn;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.spi.TransportKind;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SSPI_NTLM: nothing is signed in over HTTP, and NTLM runs between handshake and tunnel. */
class NtlmInTunnelTest {
  private static final NtlmClientCredentials ALICE =
      NtlmClientCredentials.of("alice", Vectors.PASSWORD).withSchemes(AuthScheme.SSPI_NTLM);

  private static NtlmAuthenticator acceptor(AuthScheme... schemes) {
    return NtlmAuthenticator.builder(NtlmVerifier.of(Conversation.ALICE), Vectors.NAMES)
        .schemes(schemes)
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void signsInInsideTheTunnelAlone(TransportKind transport) throws Exception {
    LiveGateway gateway =
        new LiveGateway(acceptor(AuthScheme.NEGOTIATE, AuthScheme.NTLM, AuthScheme.SSPI_NTLM));
    try (gateway) {
      gateway.assertOpens(ALICE, transport);
    }
    List<GatewayEvent.SignedIn> signedIn = gateway.events(GatewayEvent.SignedIn.class);
    assertEquals(1, signedIn.size(), signedIn::toString);
    assertEquals(AuthenticationContext.Stage.EXTENDED_AUTH, signedIn.get(0).stage());
    assertEquals(AuthScheme.SSPI_NTLM, signedIn.get(0).principal().scheme());
    assertEquals(transport, signedIn.get(0).connection().transport());
  }

  @ParameterizedTest
  @EnumSource
  void aWrongPasswordIsRefusedWithItsCode(TransportKind transport) throws Exception {
    LiveGateway gateway = new LiveGateway(acceptor(AuthScheme.SSPI_NTLM));
    try (gateway) {
      var wrong = NtlmClientCredentials.of("alice", "x").withSchemes(AuthScheme.SSPI_NTLM);
      var failure =
          assertThrows(GatewayClientException.class, () -> gateway.assertOpens(wrong, transport));
      assertEquals(Stage.EXTENDED_AUTH, failure.stage());
      assertEquals(OptionalInt.of(0x8009030C), failure.resultCode());
    }
    assertEquals(List.of("wrong-password"), gateway.refusals());
    assertEquals(List.of(), gateway.events(GatewayEvent.TunnelOpened.class));
  }

  @ParameterizedTest
  @EnumSource
  void aGatewayThatDoesNotOfferItAnswers401(TransportKind transport) throws Exception {
    try (LiveGateway gateway = new LiveGateway(acceptor(AuthScheme.NEGOTIATE, AuthScheme.NTLM))) {
      var failure =
          assertThrows(GatewayClientException.class, () -> gateway.assertOpens(ALICE, transport));
      assertEquals(OptionalInt.of(401), failure.httpStatus());
    }
  }

  /** Somebody in between who passes a sign-in on that was bound to another certificate. */
  @Test
  void aBindingThatIsSentAllTheSameMustMatch() throws Exception {
    var acceptor = Conversation.acceptor(Conversation.ALICE).schemes(AuthScheme.SSPI_NTLM).build();
    assertEquals("Accepted", signIn(acceptor, null));
    assertEquals(
        "ntlm-wrong-channel-binding",
        signIn(
            acceptor,
            ChannelBindingPolicy.hash(new EndPointBinding(Vectors.sha256("another certificate")))));
  }

  private static String signIn(NtlmAuthenticator acceptor, byte @Nullable [] binding)
      throws Exception {
    var client = new TestClient();
    client.binding = binding;
    var challenge = Conversation.start(acceptor, AuthScheme.SSPI_NTLM, client.negotiate);
    return Fixtures.outcome(
        challenge
            .next()
            .proceed(
                Conversation.token(AuthScheme.SSPI_NTLM, client.answer(challenge.token())),
                Fixtures.context(Vectors.CALCULATED_BINDING)));
  }

  @Test
  void requiringABindingExcludesIt() {
    var builder =
        NtlmAuthenticator.builder(NtlmVerifier.of(Conversation.ALICE), Vectors.NAMES)
            .channelBinding(ChannelBindingPolicy.REQUIRED)
            .schemes(AuthScheme.NTLM, AuthScheme.SSPI_NTLM);
    assertThrows(ConfigurationException.class, builder::build);
  }

  @Test
  void theClientProvesItselfOnce() throws Exception {
    InTunnelSignIn messages =
        Objects.requireNonNull(ALICE.start(new Target("gw.test", null)).inTunnel());
    assertEquals(NegotiateMessage.TYPE, MessageReader.typeOf(messages.next(new byte[0])));
    byte[] proof = messages.next(Vectors.CHALLENGE);
    assertEquals(AuthenticateMessage.TYPE, MessageReader.typeOf(proof));
    assertThrows(ProtocolException.class, () -> messages.next(Vectors.CHALLENGE));
    assertThrows(
        ConfigurationException.class,
        () -> ALICE.withSchemes(AuthScheme.SSPI_NTLM, AuthScheme.NTLM));
    byte[] bound =
        Ntlmv2Response.parse(AuthenticateMessage.parse(proof).ntResponse())
            .pairs()
            .get(AvId.CHANNEL_BINDINGS);
    assertEquals("00".repeat(16), Vectors.hex(Arrays.copyOf(Objects.requireNonNull(bound), 16)));
  }
}
