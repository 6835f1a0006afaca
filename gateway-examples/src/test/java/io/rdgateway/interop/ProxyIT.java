/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.TrustedProxies.Statement;
import io.rdgateway.auth.token.AccessTokenAuthenticator;
import io.rdgateway.auth.token.LocalTokenMemory;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.auth.token.TokenIssuer;
import io.rdgateway.auth.token.TokenKey;
import io.rdgateway.auth.token.TokenKeys;
import io.rdgateway.auth.token.TokenRequest;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.tls.SelfSignedCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients behind HAProxy and nginx, set up as the documentation says. */
@Timeout(60)
class ProxyIT {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir private Path folder;

  private final TokenKeys keys;
  private final PaaTokens tokens;

  ProxyIT() throws Exception {
    keys =
        new TokenKeys(
            TokenKey.ed25519("key-1", KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
    tokens = new PaaTokens(keys, new LocalTokenMemory());
  }

  /** Every way through every proxy but those that the recipe says do not work. */
  static Stream<Arguments> ways() {
    return Arrays.stream(Recipe.values())
        .flatMap(
            recipe ->
                Arrays.stream(Route.values())
                    .filter(recipe::isForPasswords)
                    .map(route -> Arguments.of(recipe, route)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("ways")
  void theUserSignsInByPassword(Recipe recipe, Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = gateway(recipe, host.port());
        FrontProxy proxy = proxy(recipe, gateway)) {
      reachesTheHost(
          recipe,
          route,
          gateway,
          proxy,
          host,
          route.gatewayOptions(proxy.address(), TestGateway.USER, gateway.password()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*IN_TUNNEL.*")
  void theUserBringsATokenThroughNginx(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = gateway(Recipe.NGINX_HTTP, host.port());
        FrontProxy proxy = proxy(Recipe.NGINX_HTTP, gateway)) {
      String token =
          new TokenIssuer(keys, InstantSource.system())
              .issue(
                  TokenRequest.of("user-1", "127.0.0.1", host.port())
                      .withUser(TestGateway.USER, Set.of()))
              .text();
      reachesTheHost(
          Recipe.NGINX_HTTP,
          route,
          gateway,
          proxy,
          host,
          route.cookieOptions(proxy.address(), token));
    }
  }

  private TestGateway gateway(Recipe recipe, int hostPort) throws Exception {
    Path certificate = folder.resolve("gateway.pem");
    Path key = folder.resolve("gateway.key");
    SelfSignedCertificate.generate(
            List.of("gateway.test"),
            SelfSignedCertificate.KeyType.EC_P256,
            Instant.now().minus(Duration.ofHours(1)),
            Duration.ofDays(2))
        .writePem(certificate, key);
    return TestGateway.startBehind(
        recipe, hostPort, certificate, key, AccessTokenAuthenticator.paa(tokens));
  }

  private FrontProxy proxy(Recipe recipe, TestGateway gateway) throws Exception {
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both,
        Files.readString(folder.resolve("gateway.pem"))
            + Files.readString(folder.resolve("gateway.key")));
    return FrontProxy.start(folder, recipe, gateway.listener(), both);
  }

  private void reachesTheHost(
      Recipe recipe,
      Route route,
      TestGateway gateway,
      FrontProxy proxy,
      ScriptedHost host,
      List<String> gatewayOptions)
      throws Exception {
    try (Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(
                route,
                folder,
                display,
                gatewayOptions,
                "127.0.0.1:" + host.port(),
                "unused",
                List.of())) {
      try {
        host.awaitRdp(CONNECT);
      } catch (AssertionError e) {
        throw new AssertionError(
            gateway.events() + "\n" + proxy.output() + "\n" + client.output(), e);
      }
      ConnectionInfo connection =
          gateway.events().await(GatewayEvent.TunnelOpened.class, SOON).subject().connection();
      assertEquals(route.transport(), connection.transport());
      // Everything here is on one machine: the client comes from the address that the system gives
      // it, the proxy from the one that its configuration names.
      assertEquals("127.0.0.1", connection.clientAddress().getAddress().getHostAddress());
      if (recipe.statement() == Statement.PROXY_PROTOCOL) {
        assertNotEquals(0, connection.clientAddress().getPort());
      }
      client.kill();
      host.awaitEnd(SOON);
      gateway.assertAllClosed();
    }
    assertTrue(
        gateway.events().of(GatewayEvent.ConnectionRefused.class).isEmpty(),
        gateway.events()::toString);
  }
}
