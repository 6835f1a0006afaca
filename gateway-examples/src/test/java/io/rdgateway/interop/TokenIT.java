/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.auth.token.AccessTokenAuthenticator;
import io.rdgateway.auth.token.LocalTokenMemory;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.auth.token.TokenIssuer;
import io.rdgateway.auth.token.TokenKey;
import io.rdgateway.auth.token.TokenKeys;
import io.rdgateway.auth.token.TokenRequest;
import io.rdgateway.auth.token.TokenRevocation;
import io.rdgateway.rdpfile.RdpEncoding;
import io.rdgateway.rdpfile.RdpFile;
import io.rdgateway.rdpfile.RdpProperty;
import io.rdgateway.rdpfile.RdpSigner;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.tls.CertifiedKey;
import io.rdgateway.tls.SelfSignedCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients come with a token instead of a password. */
@Timeout(120)
class TokenIT {
  private static final Duration DESKTOP = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String HOST = Xrdp.ADDRESS;
  private static final String REFUSED = "E_PROXY_COOKIE_AUTHENTICATION_ACCESS_DENIED";

  @TempDir private Path folder;

  private final TokenKeys keys;
  private final LocalTokenMemory memory = new LocalTokenMemory();
  private final PaaTokens tokens;

  TokenIT() throws Exception {
    keys =
        new TokenKeys(
            TokenKey.ed25519("key-1", KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
    tokens = new PaaTokens(keys, memory);
  }

  private String issue(int port) {
    return issue(port, InstantSource.system());
  }

  private String issue(int port, InstantSource clock) {
    return new TokenIssuer(keys, clock)
        .issue(TokenRequest.of("user-1", HOST, port).withUser(TestGateway.USER, Set.of()))
        .text();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*IN_TUNNEL.*")
  void theCookieOpensTheDesktop(Route route) throws Exception {
    DesktopPicture picture = DesktopPicture.random();
    try (Xrdp host = Xrdp.start(folder, picture);
        TestGateway gateway =
            TestGateway.start(host.port(), AccessTokenAuthenticator.paa(tokens))) {
      shows(
          route,
          picture,
          gateway,
          host,
          route.cookieOptions(gateway.address(), issue(host.port())),
          HOST + ":" + host.port(),
          AuthScheme.PAA);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*IN_TUNNEL.*")
  void theSignedFileOpensTheDesktop(Route route) throws Exception {
    DesktopPicture picture = DesktopPicture.random();
    try (Xrdp host = Xrdp.start(folder, picture);
        TestGateway gateway =
            TestGateway.start(host.port(), AccessTokenAuthenticator.paa(tokens))) {
      Path file = folder.resolve("desk.rdp");
      RdpFile rdp =
          RdpFile.builder()
              .host(HOST, host.port())
              .gateway(gateway.address(), TestGateway.PORT)
              .accessToken(issue(host.port()))
              .set(RdpProperty.SCREEN_MODE_ID, 1)
              .build();
      Files.write(file, signer().sign(rdp).toBytes(RdpEncoding.UTF_16LE));
      shows(route, picture, gateway, host, route.fileOptions(file), "", AuthScheme.PAA);
    }
  }

  private static RdpSigner signer() {
    var identity =
        SelfSignedCertificate.generate(
                List.of("portal.test"),
                SelfSignedCertificate.KeyType.RSA_2048,
                Instant.now().minus(HOUR),
                Duration.ofDays(1))
            .identity();
    return new RdpSigner(new CertifiedKey(identity.privateKey(), identity.chain()));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FREERDP_3_WEBSOCKET", "FREERDP_3_TWO_CHANNELS"})
  void theBearerTokenOpensTheDesktop(Route route) throws Exception {
    DesktopPicture picture = DesktopPicture.random();
    try (JwtIssuer issuer = JwtIssuer.start();
        Xrdp host = Xrdp.start(folder, picture);
        TestGateway gateway =
            TestGateway.start(host.port(), AccessTokenAuthenticator.bearer(issuer.tokens()))) {
      String token = issuer.issue(HOST + ":" + host.port(), HOUR);
      shows(
          route,
          picture,
          gateway,
          host,
          route.bearerOptions(gateway.address(), token),
          HOST + ":" + host.port(),
          AuthScheme.BEARER);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*IN_TUNNEL.*")
  void aJwtIsACookieAsWell(Route route) throws Exception {
    DesktopPicture picture = DesktopPicture.random();
    try (JwtIssuer issuer = JwtIssuer.start();
        Xrdp host = Xrdp.start(folder, picture);
        TestGateway gateway =
            TestGateway.start(host.port(), AccessTokenAuthenticator.paa(tokens, issuer.tokens()))) {
      String token = issuer.issue(HOST + ":" + host.port(), HOUR);
      shows(
          route,
          picture,
          gateway,
          host,
          route.cookieOptions(gateway.address(), token),
          HOST + ":" + host.port(),
          AuthScheme.PAA);
    }
  }

  private void shows(
      Route route,
      DesktopPicture picture,
      TestGateway gateway,
      Xrdp host,
      List<String> gatewayOptions,
      String target,
      AuthScheme scheme)
      throws Exception {
    try (Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(
                route, folder, display, gatewayOptions, target, host.password(), List.of())) {
      assertTrue(
          Await.until(DESKTOP, () -> !client.isAlive() || picture.isOn(display.grab()))
              && picture.isOn(display.grab()),
          () -> "no picture; client: " + client.output() + "; gateway: " + gateway.events());
    }
    GatewayEvent.ChannelOpened opened =
        gateway.events().await(GatewayEvent.ChannelOpened.class, SOON);
    assertEquals(route.transport(), opened.subject().connection().transport());
    gateway
        .events()
        .of(GatewayEvent.SignedIn.class)
        .forEach(event -> assertEquals(scheme, event.principal().scheme()));
    gateway.assertAllClosed();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*IN_TUNNEL.*")
  void cookiesThatAreNoLongerGoodAreRefusedWithTheirCode(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway =
            TestGateway.start(host.port(), AccessTokenAuthenticator.paa(tokens))) {
      String used = issue(host.port());
      try (Display display = Display.open(folder);
          FreeRdp client =
              FreeRdp.start(
                  route,
                  folder,
                  display,
                  route.cookieOptions(gateway.address(), used),
                  HOST + ":" + host.port(),
                  "unused",
                  List.of())) {
        host.awaitRdp(END);
        client.kill();
      }
      refused(route, gateway, host, used, REFUSED, "token-used");

      String revoked = issue(host.port());
      memory.revoke(
          new TokenRevocation(
              TokenRevocation.Kind.TOKEN,
              tokens.inspect(revoked).orElseThrow().id(),
              Instant.now()));
      refused(route, gateway, host, revoked, REFUSED, "token-revoked");

      String expired = issue(host.port(), InstantSource.fixed(Instant.now().minus(HOUR)));
      refused(route, gateway, host, expired, REFUSED, "token-expired");

      String good = issue(host.port());
      int at = good.lastIndexOf('.') + 1;
      String changed =
          good.substring(0, at) + (good.charAt(at) == 'A' ? 'Q' : 'A') + good.substring(at + 1);
      refused(route, gateway, host, changed, REFUSED, "token-forged");
      refused(route, gateway, host, good + ".x", "E_PROXY_COOKIE_BADPACKET", "malformed");
      assertEquals(1, host.connections());
    }
  }

  private void refused(
      Route route, TestGateway gateway, ScriptedHost host, String token, String code, String why) {
    String output =
        outputOf(route, route.cookieOptions(gateway.address(), token), HOST + ":" + host.port());
    assertTrue(output.contains(code), () -> "the client does not say " + code + ": " + output);
    assertTrue(
        Await.until(
            SOON,
            () ->
                gateway.events().of(GatewayEvent.SignInRejected.class).stream()
                    .anyMatch(event -> event.reason().code().equals(why))),
        () -> "no event says " + why + ": " + gateway.events());
  }

  private String outputOf(Route route, List<String> gatewayOptions, String target) {
    try (Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(route, folder, display, gatewayOptions, target, "unused", List.of())) {
      assertTrue(client.endsWithin(END), () -> "the client does not end: " + client.output());
      assertTrue(client.exitStatus() != 0, "the client ended as if all were well");
      return client.output();
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*IN_TUNNEL.*")
  void aCookieForAnotherHostOpensNoChannel(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway =
            TestGateway.start(host.port(), AccessTokenAuthenticator.paa(tokens))) {
      String token = issue(host.port() == 3389 ? 3390 : 3389);
      deniedChannel(route, gateway, host, route.cookieOptions(gateway.address(), token));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FREERDP_3_WEBSOCKET", "FREERDP_3_TWO_CHANNELS"})
  void bearerTokensAreRefusedOrNarrow(Route route) throws Exception {
    try (JwtIssuer issuer = JwtIssuer.start();
        ScriptedHost host = ScriptedHost.start();
        TestGateway gateway =
            TestGateway.start(host.port(), AccessTokenAuthenticator.bearer(issuer.tokens()))) {
      String expired = issuer.issue(HOST + ":" + host.port(), Duration.ofSeconds(-1));
      String output =
          outputOf(
              route, route.bearerOptions(gateway.address(), expired), HOST + ":" + host.port());
      assertTrue(output.contains("401") || output.contains("ACCESS_DENIED"), output);
      GatewayEvent.SignInRejected rejected =
          gateway.events().await(GatewayEvent.SignInRejected.class, SOON);
      assertEquals("token-expired", rejected.reason().code());
      assertEquals(AuthScheme.BEARER, rejected.scheme());
      deniedChannel(
          route,
          gateway,
          host,
          route.bearerOptions(gateway.address(), issuer.issue("other.test", HOUR)));
    }
  }

  private void deniedChannel(
      Route route, TestGateway gateway, ScriptedHost host, List<String> gatewayOptions) {
    String output = outputOf(route, gatewayOptions, HOST + ":" + host.port());
    assertTrue(output.contains("E_PROXY_RAP_ACCESSDENIED"), output);
    GatewayEvent.ChannelDenied denied =
        gateway.events().await(GatewayEvent.ChannelDenied.class, SOON);
    assertEquals("scope", denied.reason().policy());
    assertEquals(host.port(), denied.port());
    assertEquals(0, host.connections());
    gateway.assertAllClosed();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*IN_TUNNEL.*")
  void aRevokedTokensLiveTunnelEnds(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = TestGateway.start(host.port(), AccessTokenAuthenticator.paa(tokens));
        Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(
                route,
                folder,
                display,
                route.cookieOptions(gateway.address(), issue(host.port())),
                HOST + ":" + host.port(),
                "unused",
                List.of())) {
      host.awaitRdp(END);
      assertEquals(0, gateway.review());
      memory.revoke(new TokenRevocation(TokenRevocation.Kind.USER, "user-1", Instant.now()));
      assertEquals(1, gateway.review());
      assertTrue(client.endsWithin(END), client::output);
      host.awaitEnd(SOON);
      GatewayEvent.TunnelClosed closed =
          gateway.events().await(GatewayEvent.TunnelClosed.class, SOON);
      assertEquals(CloseReason.Kind.REVOKED, closed.reason().kind());
      assertTrue(closed.reason().toString().contains("revoked"), closed::toString);
      gateway.assertAllClosed();
    }
  }
}
