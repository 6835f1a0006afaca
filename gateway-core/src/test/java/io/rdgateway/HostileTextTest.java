/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client writes never reaches a log as it is, and no secret does at all. */
class HostileTextTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 50_000);

  /** Every event with the text in every place that somebody outside may fill. */
  private static List<GatewayEvent> events(String text) throws Exception {
    ConnectionInfo connection =
        new ConnectionInfo(
            "c", TransportKind.HTTP, CLIENT, CLIENT, null, List.of(), text, text, text, text);
    UserPrincipal principal =
        new UserPrincipal(
            text,
            text,
            Set.of(text),
            Map.of(text, List.of(text)),
            AuthScheme.BASIC,
            AT,
            null,
            null);
    GatewayEvent.Subject subject = new GatewayEvent.Subject("t", connection, principal, text);
    GatewayEvent.Subject nobody = new GatewayEvent.Subject("t", connection, null, text);
    TunnelGrant grant =
        new TunnelGrant(Set.of(), Duration.ZERO, Duration.ZERO, false, Map.of(text, text));
    DenyReason denied = new DenyReason(DenyCode.NOT_AUTHORIZED, text, text);
    CloseReason closed = CloseReason.of(CloseReason.Kind.PROTOCOL_ERROR, text);
    InetSocketAddress target =
        new InetSocketAddress(InetAddress.getByAddress(text, new byte[] {10, 0, 0, 1}), 3389);
    GatewayEvent.Certificate certificate =
        new GatewayEvent.Certificate(text, List.of(text), "1f", AT);
    AuthenticationContext.Stage stage = AuthenticationContext.Stage.HTTP;
    return List.of(
        new GatewayEvent.ServerStarted(AT, CLIENT),
        new GatewayEvent.ServerStopped(AT),
        new GatewayEvent.CertificateChanged(AT, certificate, certificate),
        new GatewayEvent.CertificateRefused(AT, certificate, text),
        new GatewayEvent.CertificateExpiring(AT, certificate, 7),
        new GatewayEvent.CertificateExpired(AT, certificate),
        new GatewayEvent.ConnectionRefused(AT, CLIENT, "maxTunnels"),
        new GatewayEvent.RequestRefused(AT, CLIENT, 400, text),
        new GatewayEvent.EndpointAnswered(AT, CLIENT, "/echo", 200, text),
        new GatewayEvent.SignInRejected(
            AT, connection, AuthScheme.BASIC, stage, new RejectReason(text, text)),
        new GatewayEvent.SignedIn(AT, connection, principal, stage),
        new GatewayEvent.TunnelDenied(AT, nobody, denied),
        new GatewayEvent.TunnelDenied(AT, subject, denied),
        new GatewayEvent.TunnelOpened(AT, subject, grant, text, Duration.ZERO),
        new GatewayEvent.TunnelClosed(AT, subject, 1, 2, Duration.ofSeconds(3), closed),
        new GatewayEvent.TunnelFailed(AT, subject, closed),
        new GatewayEvent.ChannelDenied(AT, subject, text, 3389, denied),
        new GatewayEvent.ChannelFailed(AT, subject, text, 3389, text),
        new GatewayEvent.ChannelOpened(AT, subject, text, target, text, Duration.ZERO),
        new GatewayEvent.ChannelClosed(
            AT, subject, text, target, 1, 2, Duration.ofSeconds(3), closed),
        new GatewayEvent.ReauthenticationRequested(AT, subject),
        new GatewayEvent.TunnelReauthenticated(AT, subject, connection, grant),
        new GatewayEvent.ReauthenticationRefused(AT, subject, connection, text, denied),
        new GatewayEvent.AdministratorActed(
            AT,
            new Administrator("x" + text, CLIENT),
            GatewayEvent.AdministratorActed.Action.MESSAGE,
            text,
            text),
        new GatewayEvent.AdministratorRefused(AT, CLIENT, text),
        new GatewayEvent.EventsLost(AT, 3));
  }

  @Test
  void everyKindOfEventIsLookedAt() throws Exception {
    Set<Class<?>> all =
        Arrays.stream(GatewayEvent.class.getPermittedSubclasses()).collect(Collectors.toSet());
    Set<Class<?>> seen = events("x").stream().map(Object::getClass).collect(Collectors.toSet());
    assertEquals(all, seen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\r",
        "\t",
        "\0",
        "\u001B", // the start of an ANSI sequence
        "\u007F",
        "\u0085", // next line
        "\u009B", // the one-character start of an ANSI sequence
        "\u200B", // zero width space
        "\u200E",
        "\u202A",
        "\u202E", // right-to-left override
        "\u2066",
        "\u2069",
        "\u2028", // line separator
        "\u2029",
        "\uFEFF",
        "\uD800" // half a surrogate pair
      })
  void noEventShowsWhatMovesTheCursorOrTheEye(String hostile) throws Exception {
    for (GatewayEvent event : events("a" + hostile + "b")) {
      String text = event.toString();
      assertFalse(text.contains(hostile), () -> event.getClass().getSimpleName());
    }
    assertEquals(
        "a\\u{" + Integer.toHexString(hostile.codePointAt(0)) + "}b",
        Escaped.text("a" + hostile + "b"));
  }

  @ParameterizedTest
  @CsvSource({
    "alice, alice",
    "Ünïcödé 漢字 😀, Ünïcödé 漢字 😀",
    "DOM\\a, DOM\\u{5c}a",
    "\\n, \\u{5c}n"
  })
  void leavesOrdinaryTextAloneAndEscapesItsOwnEscape(String raw, String escaped) {
    assertEquals(escaped, Escaped.text(raw));
  }

  @Test
  void boundsTheLength() throws Exception {
    assertEquals("a".repeat(500), Escaped.text("a".repeat(500)));
    assertEquals("a".repeat(500) + "...", Escaped.text("a".repeat(501)));
    assertEquals("😀".repeat(500), Escaped.text("😀".repeat(500)));
    assertEquals("😀".repeat(500) + "...", Escaped.text("😀".repeat(501)));
    for (GatewayEvent event : events("a".repeat(100_000))) {
      assertTrue(event.toString().length() < 4_000, () -> event.getClass().getSimpleName());
    }
  }

  @Test
  void eventsTellPeopleWhatTheyAreAbout() throws Exception {
    for (GatewayEvent event : events("alice")) {
      assertTrue(event.toString().startsWith(event.getClass().getSimpleName() + "["));
      assertEquals(AT, event.at());
    }
  }

  @Test
  void noCredentialShowsItsSecret() {
    String secret = "hunter2";
    byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
    UserPrincipal alice = UserPrincipal.of("1", "alice", Set.of(), AuthScheme.NTLM, AT);
    for (Object object :
        List.of(
            new Credential.Password(AuthScheme.BASIC, "alice", secret),
            new Credential.SecurityToken(AuthScheme.NTLM, bytes),
            new Credential.AccessToken(AuthScheme.BEARER, secret),
            AuthenticationResult.accepted(alice, bytes),
            AuthenticationResult.challenge(
                bytes,
                (credential, context) -> AuthenticationResult.rejected(RejectReason.MALFORMED)),
            AuthenticationResult.rejected(RejectReason.MALFORMED, bytes))) {
      String text = object.toString();
      assertFalse(text.contains(secret), text);
      assertFalse(text.contains(Arrays.toString(bytes)), text);
    }
  }
}
