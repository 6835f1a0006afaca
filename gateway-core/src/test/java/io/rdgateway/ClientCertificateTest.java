/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.OpenSsl;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.testing.CertificateClient;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.ClientTrust;
import io.rdgateway.tls.TestCertificates;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener that asks for client certificates, with both engines and both versions of TLS. */
@ParameterizedClass
@CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "BORINGSSL, TLSv1.2", "BORINGSSL, TLSv1.3"})
class ClientCertificateTest {
  private static final KeyPair CA_KEYS = TestCertificates.ec("secp256r1");
  private static final KeyPair KEYS = TestCertificates.ec("secp256r1");
  private static final X509Certificate CA =
      TestCertificates.of(CA_KEYS)
          .subject("CN=users")
          .authority()
          .keyUsage(KeyUsage.keyCertSign)
          .make();
  private static final TlsIdentity GATEWAY =
      new TlsIdentity(
          TestCertificates.RSA.getPrivate(),
          List.of(TestCertificates.of(TestCertificates.RSA).make()));

  @Parameter(0)
  TlsEngine engine = TlsEngine.AUTO;

  @Parameter(1)
  String protocol = "";

  private TestGateway gateway = TestGateway.plain();

  @BeforeEach
  void start() {
    Assumptions.assumeTrue(engine == TlsEngine.JDK || OpenSsl.isAvailable(), "no BoringSSL here");
    start(ClientTrust.of(List.of(CA)));
  }

  private void start(ClientTrust clients) {
    gateway.close();
    gateway =
        TestGateway.start(
            TlsSource.of(GATEWAY.privateKey(), GATEWAY.chain()),
            new CertificateUsers(),
            TestGateway.EVERYTHING,
            builder ->
                builder.tlsEngine(engine).eventLoops(1).bindForCertificates(anyPort(), clients));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private InetSocketAddress address() {
    return gateway.server().addresses().get(1);
  }

  private static TestCertificates user(String name) {
    return TestCertificates.of(KEYS)
        .subject("CN=" + name)
        .issuedBy(CA, CA_KEYS.getPrivate())
        .forClients();
  }

  private static CertificateClient client(X509Certificate... chain) {
    return CertificateClient.with(GATEWAY.certificate(), KEYS.getPrivate(), chain);
  }

  private int status(CertificateClient client, String fields) throws IOException {
    return client.status(
        address(), protocol, Requests.webSocket(fields).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void theCertificateAloneSignsIn() throws Exception {
    X509Certificate alice = user("alice").make();
    assertEquals(101, status(client(alice), ""));
    var signedIn = gateway.events.await(GatewayEvent.SignedIn.class);
    assertEquals("alice", signedIn.principal().id());
    assertEquals(AuthScheme.CERTIFICATE, signedIn.principal().scheme());
    assertEquals(alice, signedIn.connection().clientCertificates().get(0));
    assertEquals(protocol, signedIn.connection().tlsProtocol());
  }

  @Test
  void anIntermediateAndTheRootMayBeSent() throws Exception {
    KeyPair keys = TestCertificates.ec("secp256r1");
    X509Certificate middle =
        TestCertificates.of(keys)
            .subject("CN=middle")
            .issuedBy(CA, CA_KEYS.getPrivate())
            .authority()
            .make();
    X509Certificate alice = user("alice").issuedBy(middle, keys.getPrivate()).make();
    assertEquals(101, status(client(alice, middle), ""));
    assertEquals(101, status(client(alice, middle, CA), ""));
    assertThrows(IOException.class, () -> status(client(alice, middle, CA, middle), ""));
    start(ClientTrust.of(List.of(CA)).withMaxChain(2, 16 << 10));
    assertNotLetIn(client(alice, middle, CA));
    start(ClientTrust.of(List.of(CA)).withMaxChain(3, 1 << 10));
    assertNotLetIn(client(alice, middle, CA));
  }

  @Test
  void othersDoNotGetThroughTheHandshake() {
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);
    KeyPair elsewhere = TestCertificates.ec("secp256r1");
    X509Certificate namesake =
        TestCertificates.of(elsewhere).subject("CN=users").authority().make();
    assertNotLetIn(CertificateClient.without(GATEWAY.certificate()));
    assertNotLetIn(client(TestCertificates.of(KEYS).subject("CN=alice").make()));
    assertNotLetIn(client(user("alice").issuedBy(namesake, elsewhere.getPrivate()).make()));
    assertNotLetIn(client(user("alice").valid(now.minus(day), now.minusSeconds(1)).make()));
    assertNotLetIn(client(user("alice").valid(now.plus(day), now.plus(day).plus(day)).make()));
    assertNotLetIn(client(user("alice").forServers().make()));
    assertNotLetIn(client(user("alice").keyUsage(KeyUsage.keyEncipherment).make()));
    assertNotLetIn(client(user("alice").authority().make()));
    X509Certificate alice = user("alice").make();
    X509Certificate notAnAuthority =
        TestCertificates.of(elsewhere).subject("CN=x").issuedBy(alice, KEYS.getPrivate()).make();
    assertNotLetIn(
        CertificateClient.with(
            GATEWAY.certificate(), elsewhere.getPrivate(), notAnAuthority, alice));
  }

  private void assertNotLetIn(CertificateClient client) {
    assertThrows(
        IOException.class, () -> status(client, Requests.basic("alice", TestGateway.PASSWORD)));
    assertEquals(List.of(), gateway.events.all(GatewayEvent.SignedIn.class));
  }

  @Test
  void aRefusedCertificateIsForbiddenWhateverElseIsPresented() throws Exception {
    CertificateClient client = client(user("revoked").make());
    assertEquals(403, status(client, ""));
    assertEquals(403, status(client, Requests.basic("revoked", TestGateway.PASSWORD)));
    var refused = gateway.events.await(GatewayEvent.SignInRejected.class);
    assertEquals(AuthScheme.CERTIFICATE, refused.scheme());
    assertEquals(List.of(), gateway.events.all(GatewayEvent.SignedIn.class));
  }

  @Test
  void anAuthorizationMustBeGoodAndTheSameUsers() throws Exception {
    CertificateClient alice = client(user("alice").make());
    assertEquals(101, status(alice, Requests.basic("alice", TestGateway.PASSWORD)));
    assertEquals(401, status(alice, Requests.basic("alice", "wrong")));
    assertEquals(401, status(alice, "Authorization: Digest x\r\n"));
    assertEquals(401, status(alice, "RDG-Auth-Scheme: SSPI_NTLM\r\n"));
    assertEquals(403, status(alice, Requests.basic("bob", TestGateway.PASSWORD)));
    gateway.events.await(
        GatewayEvent.SignInRejected.class, event -> event.reason().code().equals("other-user"));
  }

  @Test
  void whereItIsOnlyAskedForOthersSignInOtherwise() throws Exception {
    start(ClientTrust.of(List.of(CA)).optional());
    CertificateClient nobody = CertificateClient.without(GATEWAY.certificate());
    assertEquals(101, status(nobody, Requests.basic("alice", TestGateway.PASSWORD)));
    assertEquals(401, status(nobody, ""));
    assertEquals(101, status(client(user("alice").make()), ""));
    assertThrows(
        IOException.class,
        () -> status(client(TestCertificates.of(KEYS).subject("CN=alice").make()), ""));
  }

  @Test
  void theCommonListenerDoesNotAsk() throws Exception {
    byte[] request = Requests.webSocket("").getBytes(StandardCharsets.ISO_8859_1);
    CertificateClient alice = client(user("alice").make());
    assertEquals(401, alice.status(gateway.address(), protocol, request));
  }

  @ParameterizedTest
  @EnumSource
  void tunnelsOfTheClientCarryTheCertificatesUser(TransportKind transport) throws Exception {
    X509Certificate alice = user("alice").make();
    try (Hosts host = Hosts.echo();
        GatewayChannel channel =
            open(alice, transport, target -> challenges -> null, host.port())) {
      channel.output().write('x');
      channel.output().flush();
      assertEquals('x', channel.input().read());
      UserPrincipal user = gateway.server().tunnels().get(0).principal();
      assertEquals(AuthScheme.CERTIFICATE, user.scheme());
      assertEquals(alice.getNotAfter().toInstant(), user.validUntil());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCookieMustBeTheSameUsers(TransportKind transport) throws Exception {
    X509Certificate alice = user("alice").make();
    try (Hosts host = Hosts.echo()) {
      open(alice, transport, ClientCredentials.paa("alice"), host.port()).close();
      var opened = gateway.events.await(GatewayEvent.TunnelOpened.class);
      UserPrincipal user = Objects.requireNonNull(opened.subject().principal());
      assertEquals(AuthScheme.CERTIFICATE, user.scheme());
      var refusal =
          assertThrows(
              GatewayClientException.class,
              () -> open(alice, transport, ClientCredentials.paa("bob"), host.port()));
      assertEquals(GatewayClientException.Stage.TUNNEL_CREATE, refusal.stage());
      assertNotEquals(OptionalInt.empty(), refusal.resultCode());
      assertEquals(1, gateway.events.all(GatewayEvent.TunnelOpened.class).size());
    }
  }

  /** The client chooses the version of TLS itself. */
  private GatewayChannel open(
      X509Certificate user, TransportKind transport, ClientCredentials credentials, int port)
      throws IOException {
    return GatewayClient.builder("gateway.example", address().getPort())
        .connectTo(address())
        .sslContext(client(user).context())
        .transport(transport)
        .credentials(credentials)
        .build()
        .open("127.0.0.1", port);
  }

  @Test
  void aNewGatewayCertificateServesThereAsWell() throws Exception {
    KeyPair keys = TestCertificates.rsa(2048);
    X509Certificate renewed = TestCertificates.of(keys).make();
    gateway.server().updateTls(TlsSource.of(keys.getPrivate(), List.of(renewed)));
    CertificateClient alice =
        CertificateClient.with(renewed, KEYS.getPrivate(), user("alice").make());
    assertEquals(101, status(alice, ""));
  }

  @Test
  void whatCannotWorkIsRefusedAtTheStart() {
    ClientTrust clients = ClientTrust.of(List.of(CA));
    assertThrows(
        ConfigurationException.class,
        () ->
            TestGateway.start(
                TlsSource.of(GATEWAY.privateKey(), GATEWAY.chain()),
                new TestGateway.Passwords(),
                TestGateway.EVERYTHING,
                builder -> builder.bindForCertificates(anyPort(), clients)));
    assertThrows(
        ConfigurationException.class,
        () ->
            TestGateway.start(
                TlsSource.insecurePlainHttp(),
                new CertificateUsers(),
                TestGateway.EVERYTHING,
                builder -> builder.bindForCertificates(anyPort(), clients)));
    assertThrows(ConfigurationException.class, () -> ClientTrust.of(List.of()));
    assertThrows(ConfigurationException.class, () -> ClientTrust.of(List.of(user("alice").make())));
    assertThrows(IllegalArgumentException.class, () -> clients.withMaxChain(0, 4096));
    assertThrows(IllegalArgumentException.class, () -> clients.withMaxChain(3, 100));
    assertTrue(clients.isRequired());
  }
}
