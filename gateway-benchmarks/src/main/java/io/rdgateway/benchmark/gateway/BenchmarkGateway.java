/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.gateway;

import io.rdgateway.GatewayListener;
import io.rdgateway.GatewayServer;
import io.rdgateway.Limits;
import io.rdgateway.NetworkIo;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.auth.token.AccessTokenAuthenticator;
import io.rdgateway.auth.token.LocalTokenMemory;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.auth.token.TokenIssuer;
import io.rdgateway.auth.token.TokenKey;
import io.rdgateway.auth.token.TokenKeys;
import io.rdgateway.auth.token.TokenRequest;
import io.rdgateway.benchmark.load.Line;
import io.rdgateway.benchmark.load.Options;
import io.rdgateway.benchmark.load.Server;
import io.rdgateway.benchmark.load.SignIn;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * A gateway on loopback with one user and one host, both made for this run. It says {@code gateway
 * port=… secret=… engine=… io=…} and ends when its input ends.
 */
public final class BenchmarkGateway {
  private static final Set<String> OPTIONS =
      Set.of("target-port", "sign-in", "engine", "io", "loops", "certificate", "key");
  private static final int SECRET_BYTES = 32;

  private BenchmarkGateway() {}

  /** A running gateway and what its user signs in with. */
  public record Running(GatewayServer server, String secret) {
    @Override
    public String toString() {
      return "Running[" + server.addresses() + "]";
    }
  }

  /** Runs until the input ends. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments, OPTIONS);
    int port = options.number("target-port", 0, 1);
    Running running =
        start(
            TlsSource.pem(
                Path.of(options.required("certificate")), Path.of(options.required("key"))),
            options.constant("sign-in", SignIn.TOKEN),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            options.constant("engine", TlsEngine.AUTO),
            options.constant("io", NetworkIo.NIO),
            options.number("loops", 1, 1),
            event -> {});
    try (GatewayServer gateway = running.server()) {
      System.out.println(
          new Line("gateway")
              .with("port", gateway.addresses().get(0).getPort())
              .with("secret", running.secret())
              .with("engine", String.valueOf(gateway.tlsEngine()))
              .with("io", gateway.networkIo()));
      System.out.flush();
      int heard;
      do {
        heard = System.in.read();
      } while (heard >= 0);
    }
  }

  /**
   * Starts a gateway.
   *
   * @param target the only host that it opens
   * @param listener hears of its events
   */
  public static Running start(
      TlsSource tls,
      SignIn signIn,
      InetSocketAddress target,
      TlsEngine engine,
      NetworkIo io,
      int loops,
      GatewayListener listener)
      throws InterruptedException {
    String secret;
    Authenticator authenticator;
    if (signIn == SignIn.TOKEN) {
      TokenKeys keys = new TokenKeys(TokenKey.hmac("key-1", random()));
      TokenRequest request =
          TokenRequest.of(Server.USER, target.getAddress().getHostAddress(), target.getPort())
              .withTimes(Duration.ofDays(1), Duration.ofDays(1));
      secret = new TokenIssuer(keys).issue(request).text();
      // The one token opens all tunnels, and is verified and noted for each.
      authenticator =
          AccessTokenAuthenticator.paa(
              new PaaTokens(keys, new LocalTokenMemory()).withReconnectWindow(Duration.ofDays(1)));
    } else {
      secret = HexFormat.of().formatHex(random());
      MemoryUserStore users = new MemoryUserStore();
      users.add(StoredUser.of("1", Server.USER, PasswordHash.create(secret)));
      authenticator = new BasicAuthenticator(users);
    }
    GatewayServer server =
        GatewayServer.builder(tls, authenticator, policy(target))
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .limits(limits())
            .listener(listener)
            .tlsEngine(engine)
            .networkIo(io)
            .eventLoops(loops)
            .build()
            .start();
    return new Running(server, secret);
  }

  private static byte[] random() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  /** The host is on loopback, which only a grant for this very address opens. */
  private static AuthorizationPolicy policy(InetSocketAddress target) {
    return AuthorizationPolicy.of(
        request -> Decision.allow(TunnelGrant.unrestricted()),
        request ->
            request.target().equals(target)
                ? Decision.allow(new ChannelGrant(true, Map.of()))
                : Decision.deny("not the host of the benchmark"));
  }

  /** All clients are one user with one address who opens one host. */
  private static Limits limits() {
    return Limits.defaults().toBuilder()
        .maxUnauthenticated(100_000)
        .maxUnauthenticatedPerAddress(100_000)
        .maxTunnels(100_000)
        .maxTunnelsPerUser(100_000)
        .maxTunnelsPerAddress(100_000)
        .maxChannelsPerResource(100_000)
        .build();
  }
}
