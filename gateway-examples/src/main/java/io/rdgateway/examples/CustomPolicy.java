/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rdgateway.GatewayServer;
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
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** A gateway whose every decision is the application's own: each user reaches one desk. */
public final class CustomPolicy {
  /** Who signs in. A real application asks its own user database here, which may block. */
  static final class OwnUsers implements Authenticator {
    private final Map<String, String> words;

    OwnUsers(Map<String, String> words) {
      this.words = words;
    }

    @Override
    public List<AuthScheme> schemes() {
      return List.of(AuthScheme.BASIC);
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
      if (credential instanceof Credential.Password typed) {
        String name = typed.userName();
        String word = words.get(name);
        if (word != null
            && MessageDigest.isEqual(word.getBytes(UTF_8), typed.password().getBytes(UTF_8))) {
          return AuthenticationResult.accepted(
              UserPrincipal.of(name, name, Set.of("staff"), AuthScheme.BASIC, Instant.now()));
        }
      }
      return AuthenticationResult.rejected(RejectReason.BAD_CREDENTIALS);
    }
  }

  static GatewayServer start(
      TlsSource tls, int port, Authenticator who, Map<String, InetSocketAddress> desks) {
    AuthorizationPolicy may =
        AuthorizationPolicy.of(
            // May this user come in? The grant could set timeouts, too.
            request ->
                request.principal().groups().contains("staff")
                    ? Decision.allow(TunnelGrant.withoutRedirection())
                    : Decision.deny("only staff may come in"),
            // May it go there? The gateway connects to the address that is judged here. A desk
            // names one address, so the grant may open it even on loopback.
            request ->
                request.target().equals(desks.get(request.principal().name()))
                    ? Decision.allow(new ChannelGrant(true, Map.of()))
                    : Decision.deny("this is not the user's desk"));
    return GatewayServer.builder(tls, who, may)
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .listener(event -> System.out.println(event)) // what happens, one thing after another
        .build()
        .start();
  }

  public static void main(String... args) throws Exception {
    if (args.length != 1) {
      System.err.println("Name the RDP host that alice may reach: CustomPolicy HOST");
      System.exit(2);
    }
    String word = UUID.randomUUID().toString();
    var desk = new InetSocketAddress(InetAddress.getAllByName(args[0])[0], 3389);
    TlsSource tls = TlsSource.selfSigned(List.of("localhost", "127.0.0.1"));
    try (GatewayServer gateway =
        start(tls, 8443, new OwnUsers(Map.of("alice", word)), Map.of("alice", desk))) {
      System.out.println(gateway.addresses() + " lets alice in with " + word + " to " + desk);
      new CountDownLatch(1).await(); // until Ctrl-C
    }
  }
}
