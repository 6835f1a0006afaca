/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import io.rdgateway.GatewayServer;
import io.rdgateway.TrustedProxies;
import io.rdgateway.auth.Authenticators;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.kerberos.KerberosAcceptor;
import io.rdgateway.auth.negotiate.NegotiateAuthenticator;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.tls.TlsSource;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway with one user, who may reach one port of 127.0.0.1. */
final class TestGateway implements AutoCloseable {
  static final int PORT = 443;
  static final String USER = "alice";

  private static final Duration SOON = Duration.ofSeconds(5);

  private final Events events = new Events();
  private final String password;
  private final String address;
  private final GatewayServer server;

  private TestGateway(
      String address,
      String password,
      GatewayListener listener,
      Authenticator who,
      AuthorizationPolicy may) {
    this(
        address,
        password,
        listener,
        GatewayServer.builder(TlsSource.selfSigned(List.of(address)), who, may)
            .bind(new InetSocketAddress(address, PORT)));
  }

  private TestGateway(
      String address, String password, GatewayListener listener, GatewayServer.Builder builder) {
    this.address = address;
    this.password = password;
    server =
        builder
            .listener(
                event -> {
                  events.onEvent(event);
                  listener.onEvent(event);
                })
            .build();
    try {
      server.start();
    } catch (ConfigurationException e) {
      server.close();
      throw new AssertionError(
          "The gateway of the interop tests cannot listen on "
              + address
              + " port 443, which it needs because FreeRDP 3.10.3 knows no other port; run as root"
              + " and end what listens there.",
          e);
    }
  }

  /** Starts a gateway that opens this port of 127.0.0.1 and nothing else. */
  static TestGateway start(int hostPort) throws InterruptedException {
    return start(hostPort, null, event -> {});
  }

  /** The same, but with tunnels under other terms. */
  static TestGateway start(int hostPort, ConnectionPolicy terms) throws InterruptedException {
    return start(hostPort, terms, event -> {});
  }

  /** The same, with somebody else who hears the events. */
  static TestGateway start(int hostPort, @Nullable ConnectionPolicy terms, GatewayListener listener)
      throws InterruptedException {
    String password = Account.password();
    RulePolicy rules = rules(hostPort);
    return new TestGateway(
        loopbackAddress(),
        password,
        listener,
        ntlm(users(password)).build(),
        AuthorizationPolicy.of(terms == null ? rules : terms, rules));
  }

  /** The same for users with tokens as well. */
  static TestGateway start(int hostPort, Authenticator tokens) throws InterruptedException {
    String password = Account.password();
    return new TestGateway(
        loopbackAddress(),
        password,
        event -> {},
        Authenticators.combine(ntlm(users(password)).build(), tokens),
        rules(hostPort));
  }

  /** The same, but under the name that the realm knows, with every way to sign in. */
  static TestGateway startWithEverySignIn(int hostPort, Path keytab, String password)
      throws InterruptedException {
    return startWithEverySignIn(hostPort, keytab, password, rules(hostPort));
  }

  /** The same with tunnels under other terms. */
  static TestGateway startWithEverySignIn(
      int hostPort, Path keytab, String password, ConnectionPolicy terms)
      throws InterruptedException {
    MemoryUserStore users = users(password);
    NtlmAuthenticator ntlm = ntlm(users).schemes(AuthScheme.NTLM).build();
    return new TestGateway(
        KerberosRealm.GATEWAY,
        password,
        event -> {},
        Authenticators.combine(
            NegotiateAuthenticator.of(
                KerberosAcceptor.builder(keytab, users).build(), ntlm.mechanism()),
            ntlm,
            new BasicAuthenticator(users)),
        AuthorizationPolicy.of(terms, rules(hostPort)));
  }

  /** A gateway with other users and policies; its password is nobody's. */
  static TestGateway start(Authenticator who, AuthorizationPolicy may) {
    return new TestGateway(loopbackAddress(), Account.password(), event -> {}, who, may);
  }

  /**
   * A gateway on any port that is reached through a proxy alone; its {@link #address} is of no use
   * to clients.
   *
   * @param certificate what clients see, of the gateway or of the proxy
   * @param key of the certificate
   * @param tokens another way to sign in
   */
  static TestGateway startBehind(
      Recipe recipe, int hostPort, Path certificate, Path key, Authenticator tokens)
      throws Exception {
    String password = Account.password();
    InetSocketAddress listener = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    TlsSource tls =
        recipe.endsTls() ? TlsSource.insecurePlainHttp() : TlsSource.pem(certificate, key);
    NtlmAuthenticator.Builder ntlm = ntlm(users(password));
    if (recipe.endsTls()) {
      try (InputStream in = Files.newInputStream(certificate)) {
        ntlm.furtherCertificates(
            List.of(
                (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in)));
      }
    }
    return new TestGateway(
        listener.getHostString(),
        password,
        event -> {},
        GatewayServer.builder(tls, Authenticators.combine(ntlm.build(), tokens), rules(hostPort))
            .bind(listener)
            .trustedProxies(listener, TrustedProxies.of(recipe.statement(), FrontProxy.SOURCE)));
  }

  /** A gateway with a certificate from elsewhere that opens these ports of 127.0.0.1. */
  static TestGateway start(TlsSource tls, int... hostPorts) throws InterruptedException {
    String password = Account.password();
    String address = loopbackAddress();
    return new TestGateway(
        address,
        password,
        event -> {},
        GatewayServer.builder(tls, ntlm(users(password)).build(), rules(hostPorts))
            .bind(new InetSocketAddress(address, PORT))
            .watchCertificates(Duration.ofSeconds(1)));
  }

  private static MemoryUserStore users(String password) throws InterruptedException {
    MemoryUserStore users = new MemoryUserStore(KerberosRealm.NAME);
    users.add(
        StoredUser.of("user-1", USER, PasswordHash.create(password))
            .withNtHash(NtHash.ofPassword(password)));
    return users;
  }

  private static RulePolicy rules(int... hostPorts) {
    Subjects alice = Subjects.ofUsers(USER);
    return RulePolicy.builder()
        .connectionRule(ConnectionRule.builder("tunnels", alice).build())
        .resourceRule(
            ResourceRule.builder("host", alice).hosts("127.0.0.1").ports(hostPorts).build())
        .build();
  }

  private static NtlmAuthenticator.Builder ntlm(MemoryUserStore users) {
    return NtlmAuthenticator.builder(NtlmVerifier.of(users), TargetNames.standAlone("gateway.test"))
        .schemes(AuthScheme.NEGOTIATE, AuthScheme.NTLM, AuthScheme.SSPI_NTLM);
  }

  /** Looks at the live tunnels again; how many that ended. */
  int review() {
    return server.review(tunnel -> true).toCompletableFuture().join();
  }

  /**
   * All of 127.0.0.0/8 is the machine itself; an own address for each gateway needs no free port.
   */
  static String loopbackAddress() {
    SecureRandom random = new SecureRandom();
    return "127."
        + (64 + random.nextInt(64))
        + "."
        + random.nextInt(256)
        + "."
        + (1 + random.nextInt(254));
  }

  /** Where it really listens. */
  InetSocketAddress listener() {
    return server.addresses().get(0);
  }

  GatewayServer server() {
    return server;
  }

  int tunnels() {
    return server.tunnels().size();
  }

  String address() {
    return address;
  }

  String password() {
    return password;
  }

  Events events() {
    return events;
  }

  /** No tunnel is left, and every opened one has been reported closed once. */
  void assertAllClosed() {
    assertTrue(
        Await.until(
            SOON,
            () ->
                server.tunnels().isEmpty()
                    && events.of(GatewayEvent.TunnelOpened.class).size()
                        == events.of(GatewayEvent.TunnelClosed.class).size()),
        () -> "tunnels are left: " + events);
    assertEquals(
        events.of(GatewayEvent.ChannelOpened.class).size(),
        events.of(GatewayEvent.ChannelClosed.class).size(),
        events::toString);
  }

  @Override
  public void close() {
    server.close();
  }
}
