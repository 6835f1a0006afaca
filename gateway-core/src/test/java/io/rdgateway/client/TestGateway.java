/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.GatewayServer;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A real gateway on the loopback interface with one user, alice. */
final class TestGateway implements AutoCloseable {
  static final String NAME = "gw.test";
  static final String CONSENT = "Only for tests";

  private final SelfSignedCertificate certificate;
  private final GatewayServer server;

  TestGateway(TlsEngine engine) {
    this(engine, Instant.now());
  }

  /** A gateway that believes to live at another time, with a certificate of two days then. */
  TestGateway(TlsEngine engine, Instant time) {
    certificate =
        SelfSignedCertificate.generate(
            List.of(NAME),
            SelfSignedCertificate.KeyType.EC_P256,
            time.minus(Duration.ofDays(1)),
            Duration.ofDays(2));
    server =
        GatewayServer.builder(
                TlsSource.of(certificate.identity().privateKey(), certificate.identity().chain()),
                new Alice(),
                new ConsentingPolicy())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .tlsEngine(engine)
            .eventLoops(1)
            .clock(InstantSource.fixed(time))
            .build()
            .start();
  }

  X509Certificate trusted() {
    return certificate.identity().certificate();
  }

  InetSocketAddress address() {
    return server.addresses().get(0);
  }

  int openTunnels() {
    return server.tunnels().size();
  }

  /** Fails if clients do not end their tunnels themselves. */
  void awaitNoTunnels() throws Exception {
    server.drain(Duration.ofHours(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  GatewayClient.Builder client(TransportKind transport) {
    return GatewayClient.builder(NAME, address().getPort())
        .connectTo(address())
        .trust(trusted())
        .transport(transport)
        .credentials(ClientCredentials.basic("alice", "secret"));
  }

  @Override
  public void close() {
    server.close();
  }

  /** Basic with a password, Bearer and PAA with a token. */
  private static final class Alice implements Authenticator {
    @Override
    public List<AuthScheme> schemes() {
      return List.of(AuthScheme.NTLM, AuthScheme.BASIC, AuthScheme.BEARER, AuthScheme.PAA);
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
      boolean known =
          (credential instanceof Credential.Password password
                  && password.userName().equals("alice")
                  && password.password().equals("secret"))
              || (credential instanceof Credential.AccessToken token
                  && token.token().equals(token.scheme() + "-token"));
      if (!known) {
        return AuthenticationResult.rejected(RejectReason.BAD_CREDENTIALS);
      }
      return AuthenticationResult.accepted(
          UserPrincipal.of("alice", "alice", Set.of(), credential.scheme(), Instant.now()));
    }
  }

  private static final class ConsentingPolicy implements AuthorizationPolicy {
    @Override
    public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) {
      return request.clientName().equals("forbidden")
          ? Decision.deny("the name of the client is forbidden")
          : Decision.allow(
              new TunnelGrant(
                  Set.of(Redirection.DRIVE, Redirection.CLIPBOARD),
                  Duration.ofMinutes(15),
                  Duration.ZERO,
                  false,
                  Map.of()));
    }

    @Override
    public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection) {
      return Optional.of(new ConsentMessage(CONSENT, true));
    }

    @Override
    public Decision<ChannelGrant> authorizeChannel(ChannelRequest request) {
      return request.requestedName().equals("127.0.0.1")
          ? Decision.allow(new ChannelGrant(true, Map.of()))
          : Decision.deny("only 127.0.0.1 is allowed");
    }
  }
}
