/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What core refuses whatever a policy says. */
class GuardTest {
  private static final int RAP_DENIED = 0x800759DA;
  private static final int CONNECT_FAILED = 0x800759DD;

  /** Two lambdas that allow everything, as somebody will write them. */
  private static final AuthorizationPolicy ALLOW_ALL =
      AuthorizationPolicy.of(
          tunnel -> Decision.allow(TunnelGrant.unrestricted()),
          channel -> Decision.allow(ChannelGrant.plain()));

  private static TestGateway gateway(AuthorizationPolicy policy) {
    return TestGateway.start(
        TlsSource.insecurePlainHttp(), new TestGateway.Passwords(), policy, builder -> {});
  }

  private static GatewayClient client(TestGateway gateway) {
    return GatewayClient.builder("localhost", gateway.address().getPort())
        .connectTo(gateway.address())
        .credentials(ClientCredentials.basic("alice", TestGateway.PASSWORD))
        .insecurePlainHttp()
        .build();
  }

  private static int refusal(TestGateway gateway, String host, int port) {
    return assertThrows(GatewayClientException.class, () -> client(gateway).open(host, port))
        .resultCode()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "localhost",
        "LOCALHOST.",
        "[::1]",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "0.0.0.0",
        "::",
        "169.254.169.254",
        "fe80::1",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255"
      })
  void aPolicyThatAllowsEverythingReachesNoReservedAddress(String host) {
    try (TestGateway gateway = gateway(ALLOW_ALL);
        Hosts target = Hosts.echo()) {
      int code = refusal(gateway, host, target.port());
      // On a machine without IPv6 a name may have no address at all, which refuses just as well.
      assertTrue(code == RAP_DENIED || code == CONNECT_FAILED, () -> Integer.toHexString(code));
      assertEquals(0, target.count());
      if (code == RAP_DENIED) {
        assertEquals(
            "reserved-addresses",
            gateway.events.await(GatewayEvent.ChannelDenied.class).reason().policy());
      }
    }
  }

  @Test
  void aPolicyThatAllowsEverythingDoesNotReachTheGatewayItself() {
    try (TestGateway gateway =
        TestGateway.start(
            TlsSource.insecurePlainHttp(),
            new TestGateway.Passwords(),
            ALLOW_ALL,
            builder -> builder.bind(new InetSocketAddress(0)))) {
      InetSocketAddress wildcard = gateway.server().addresses().get(1);
      assertEquals(RAP_DENIED, refusal(gateway, "127.0.0.1", wildcard.getPort()));
    }
  }

  @Test
  void aRuleThatNamesTheAddressOpensIt() throws IOException {
    try (TestGateway gateway = gateway(TestGateway.EVERYTHING);
        Hosts target = Hosts.echo();
        var channel = client(gateway).open("127.0.0.1", target.port())) {
      channel.output().write(42);
      assertEquals(42, channel.input().read());
    }
  }

  @Test
  void theApplicationOpensAnAddress() throws IOException {
    try (TestGateway gateway =
            TestGateway.start(
                TlsSource.insecurePlainHttp(),
                new TestGateway.Passwords(),
                ALLOW_ALL,
                builder -> builder.openReservedAddress(InetAddress.getLoopbackAddress()));
        Hosts target = Hosts.echo();
        var channel = client(gateway).open("127.0.0.1", target.port())) {
      channel.output().write(42);
      assertEquals(42, channel.input().read());
    }
  }

  @Test
  void aNameThatChangesItsAddressChangesNothing() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (Hosts judged = Hosts.echo();
        Hosts other = Hosts.echo();
        TestGateway gateway =
            TestGateway.start(
                TlsSource.insecurePlainHttp(),
                new TestGateway.Passwords(),
                AuthorizationPolicy.of(
                    tunnel -> Decision.allow(TunnelGrant.unrestricted()),
                    channel ->
                        channel.target().equals(judged.address())
                            ? Decision.allow(new ChannelGrant(true, Map.of()))
                            : Decision.deny("another address")),
                builder ->
                    builder.resourceResolver(
                        (name, port, principal, blocking) ->
                            CompletableFuture.completedFuture(
                                List.of(
                                    asked.getAndIncrement() == 0
                                        ? judged.address()
                                        : other.address()))));
        var channel = client(gateway).open("rebinding.example", 3389)) {
      channel.output().write(42);
      assertEquals(42, channel.input().read());
      assertEquals(1, asked.get());
      assertEquals(1, judged.count());
      assertEquals(0, other.count());
    }
  }

  @Test
  void theScopeOfAProofNarrowsThePolicy() throws IOException {
    try (Hosts covered = Hosts.echo();
        Hosts uncovered = Hosts.echo()) {
      AccessScope scope =
          new AccessScope(List.of(new AccessScope.Target("127.0.0.1", covered.port())), null);
      Authenticator tokens =
          new Authenticator() {
            @Override
            public List<AuthScheme> schemes() {
              return List.of(AuthScheme.PAA);
            }

            @Override
            public AuthenticationResult proceed(
                Credential credential, AuthenticationContext context) {
              return AuthenticationResult.accepted(
                  new UserPrincipal(
                      "u",
                      "u",
                      Set.of(),
                      Map.of(),
                      credential.scheme(),
                      Instant.EPOCH,
                      null,
                      scope));
            }
          };
      try (TestGateway gateway =
          TestGateway.start(
              TlsSource.insecurePlainHttp(), tokens, TestGateway.EVERYTHING, builder -> {})) {
        GatewayClient client =
            GatewayClient.builder("localhost", gateway.address().getPort())
                .connectTo(gateway.address())
                .credentials(ClientCredentials.paa("token"))
                .insecurePlainHttp()
                .build();
        try (var channel = client.open("127.0.0.1", covered.port())) {
          channel.output().write(42);
          assertEquals(42, channel.input().read());
        }
        GatewayClientException refused =
            assertThrows(
                GatewayClientException.class, () -> client.open("127.0.0.1", uncovered.port()));
        assertEquals(RAP_DENIED, refused.resultCode().orElseThrow());
        assertEquals(0, uncovered.count());
      }
    }
  }

  /** What a hook without null checks will do one day. */
  @Test
  @SuppressWarnings("NullAway")
  void grantsOfNullRefuse() {
    AuthorizationPolicy noTunnel =
        AuthorizationPolicy.of(
            tunnel -> Decision.allow(null), channel -> Decision.allow(ChannelGrant.plain()));
    AuthorizationPolicy noChannel =
        AuthorizationPolicy.of(
            tunnel -> Decision.allow(TunnelGrant.unrestricted()), channel -> Decision.allow(null));
    try (TestGateway first = gateway(noTunnel);
        TestGateway second = gateway(noChannel);
        Hosts target = Hosts.echo()) {
      assertEquals(0x800759DB, refusal(first, "127.0.0.1", target.port()));
      assertEquals(RAP_DENIED, refusal(second, "127.0.0.1", target.port()));
      assertEquals(0, target.count());
    }
  }

  @Test
  void hooksThatFailRefuse() {
    AuthorizationPolicy throwing =
        AuthorizationPolicy.of(
            tunnel -> Decision.allow(TunnelGrant.unrestricted()),
            channel -> {
              throw new IllegalStateException("no rule today");
            });
    try (TestGateway gateway = gateway(throwing);
        Hosts target = Hosts.echo()) {
      assertEquals(RAP_DENIED, refusal(gateway, "127.0.0.1", target.port()));
      assertEquals(0, target.count());
    }
  }
}
