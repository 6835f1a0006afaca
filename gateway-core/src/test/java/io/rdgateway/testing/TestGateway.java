/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import io.rdgateway.GatewayServer;
import io.rdgateway.Limits;
import io.rdgateway.NetworkIo;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A gateway for tests: listens on a free port of the loopback, knows users by the password
 * "secret".
 */
public final class TestGateway implements AutoCloseable {
  public static final String PASSWORD = "secret";

  /** Lets everybody in everywhere, reserved addresses included. */
  public static final AuthorizationPolicy EVERYTHING =
      AuthorizationPolicy.of(
          request -> Decision.allow(TunnelGrant.unrestricted()),
          request -> Decision.allow(new ChannelGrant(true, Map.of())));

  public final Events events = new Events();
  private final GatewayServer server;

  private TestGateway(
      TlsSource tls,
      Authenticator who,
      AuthorizationPolicy may,
      Consumer<GatewayServer.Builder> settings) {
    GatewayServer.Builder builder =
        GatewayServer.builder(tls, who, may)
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .listener(events)
            .networkIo(NetworkIo.NIO);
    settings.accept(builder);
    server = builder.build().start();
  }

  public static TestGateway start(
      TlsSource tls,
      Authenticator who,
      AuthorizationPolicy may,
      Consumer<GatewayServer.Builder> settings) {
    return new TestGateway(tls, who, may, settings);
  }

  /** Plain HTTP, so that tests can write bytes by hand. */
  public static TestGateway plain(Limits limits) {
    return new TestGateway(
        TlsSource.insecurePlainHttp(),
        new Passwords(),
        EVERYTHING,
        builder -> builder.limits(limits));
  }

  public static TestGateway plain() {
    return plain(Limits.defaults());
  }

  public InetSocketAddress address() {
    return server.addresses().get(0);
  }

  public GatewayServer server() {
    return server;
  }

  public RawClient connect() {
    return new RawClient(address());
  }

  @Override
  public void close() {
    server.close();
  }

  /**
   * Basic with the one password; Bearer and PAA where the token is the user's name; no network, no
   * time.
   */
  public static final class Passwords implements Authenticator {
    @Override
    public List<AuthScheme> schemes() {
      return List.of(AuthScheme.BASIC, AuthScheme.BEARER, AuthScheme.PAA);
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
      if (credential instanceof Credential.Password password) {
        return password.password().equals(PASSWORD)
            ? accept(password.userName(), credential)
            : AuthenticationResult.rejected(RejectReason.WRONG_PASSWORD);
      }
      return accept(((Credential.AccessToken) credential).token(), credential);
    }

    private static AuthenticationResult accept(String name, Credential credential) {
      return AuthenticationResult.accepted(
          UserPrincipal.of(name, name, Set.of("users"), credential.scheme(), Instant.EPOCH));
    }
  }
}
