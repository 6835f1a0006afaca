/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.examples;

import io.rdgateway.GatewayServer;
import io.rdgateway.Limits;
import io.rdgateway.auth.Authenticators;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.auth.radius.NasIdentity;
import io.rdgateway.auth.radius.RadiusClient;
import io.rdgateway.auth.radius.RadiusConnectionPolicy;
import io.rdgateway.auth.radius.RadiusServer;
import io.rdgateway.auth.radius.RadiusTiming;
import io.rdgateway.auth.radius.SharedSecret;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.Policies;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** Users sign in as always; then a RADIUS server asks them on their telephones, once. */
public final class RadiusSecondFactor {
  /** How long a user has to find the telephone. The gateway has to wait longer than that. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  static RadiusClient client(InetSocketAddress server, String secret) {
    return RadiusClient.open(
        List.of(
            RadiusServer.builder(server, SharedSecret.of(secret))
                .timing(RadiusTiming.defaults().withAnswerTime(PATIENCE))
                .build()));
  }

  static GatewayServer start(
      TlsSource tls, int port, MemoryUserStore users, RadiusClient radius, String host, int hosts) {
    Authenticator who =
        Authenticators.combine(
            NtlmAuthenticator.builder(
                    NtlmVerifier.of(users), TargetNames.standAlone("gateway.example"))
                .build(),
            new BasicAuthenticator(users));
    Subjects everybody = Subjects.ofUsers("alice");
    RulePolicy rules =
        RulePolicy.builder()
            .connectionRule(ConnectionRule.builder("tunnels", everybody).build())
            .resourceRule(ResourceRule.builder("host", everybody).hosts(host).ports(hosts).build())
            .build();
    var asking = RadiusConnectionPolicy.builder(radius, NasIdentity.of("gateway.example")).build();
    return GatewayServer.builder(
            tls,
            who,
            // The rules first: who may not come in anyway is not asked.
            Policies.allOf(rules, AuthorizationPolicy.of(asking, rules)))
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .limits(Limits.defaults().toBuilder().authorizationTime(PATIENCE.plusSeconds(10)).build())
        .listener(event -> System.out.println(event))
        .build()
        .start();
  }

  public static void main(String... args) throws Exception {
    String secret = System.getenv("RADIUS_SECRET");
    if (args.length != 2 || secret == null) {
      System.err.println("Set RADIUS_SECRET, and name the host and the RADIUS server.");
      System.exit(2);
    }
    String word = UUID.randomUUID().toString();
    MemoryUserStore users = new MemoryUserStore();
    users.add(
        StoredUser.of("1", "alice", PasswordHash.create(word)).withNtHash(NtHash.ofPassword(word)));
    TlsSource tls = TlsSource.selfSigned(List.of("localhost", "127.0.0.1"));
    try (RadiusClient radius = client(new InetSocketAddress(args[1], 1812), secret);
        GatewayServer gateway = start(tls, 8443, users, radius, args[0], 3389)) {
      System.out.println(gateway.addresses() + " lets alice in with " + word);
      new CountDownLatch(1).await(); // until Ctrl-C
    }
  }
}
