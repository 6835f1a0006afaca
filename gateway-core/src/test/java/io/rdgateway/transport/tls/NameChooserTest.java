/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import static io.rdgateway.transport.tls.EchoServer.Connection.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.tls.TestCertificates;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.transport.tls.EchoServer.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates by the name that clients ask for, in real handshakes. */
@ExtendWith(LeakWatch.class)
@ParameterizedClass
@CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "BORINGSSL, TLSv1.2", "BORINGSSL, TLSv1.3"})
class NameChooserTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final TlsIdentity STANDARD =
      identity(TestCertificates.ec("secp256r1"), "gateway.example");
  private static final TlsIdentity EUROPE =
      identity(TestCertificates.ec("secp384r1"), "*.eu.example");
  private static final TlsIdentity DESK = identity(TestCertificates.RSA, "desk.example");

  @Parameter(0)
  TlsEngine engine = TlsEngine.AUTO;

  @Parameter(1)
  String protocol = "";

  @BeforeEach
  void assumeEngine() {
    Engines.assumeLoads(engine);
  }

  @Test
  void servesTheCertificateOfTheNameAndBindsToIt() throws Exception {
    try (EchoServer server = new EchoServer(tls(), LONG)) {
      for (TlsIdentity expected : List.of(EUROPE, STANDARD, DESK)) {
        String name = expected.names().get(0).replace("*", "any");
        assertEquals(expected.certificate(), shown(server, name.toUpperCase(Locale.ROOT)));
      }
      assertEquals(STANDARD.certificate(), shown(server, "unknown.example"));
      assertEquals(STANDARD.certificate(), shown(server, null));
    }
  }

  /** To a client without sessions: the JDK's sends the name of the session that it has. */
  private X509Certificate shown(EchoServer server, @Nullable String name) throws Exception {
    try (TappedSocket tcp = new TappedSocket(server.port())) {
      SSLSocket client = handshake(tcp, trusting(STANDARD, EUROPE, DESK), name);
      X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
      Connection connection = server.accepted();
      assertTrue(await(connection.handshake).isSuccess());
      assertEquals(EndPointBinding.of(shown), connection.handler().endPointBinding());
      return shown;
    }
  }

  @Test
  void resumesSessionsWithTheirOwnCertificate() throws Exception {
    SSLContext trust = trusting(STANDARD, EUROPE, DESK);
    try (EchoServer server = new EchoServer(tls(), LONG)) {
      SSLSession first = session(server, trust, "desk.example");
      SSLSession again = session(server, trust, "desk.example");

      assertEquals(first.getCreationTime(), again.getCreationTime(), "resumed");
      assertEquals(DESK.certificate(), again.getPeerCertificates()[0]);
    }
  }

  /** A session whose certificate is gone from the server is not resumed. */
  @Test
  void resumesNoSessionWithAnotherCertificate() throws Exception {
    TlsIdentity renewed = identity(TestCertificates.RSA, "desk.example");
    SSLContext trust = trusting(DESK, renewed);
    ServerTls tls = tls();
    try (EchoServer server = new EchoServer(tls, LONG)) {
      session(server, trust, "desk.example");

      tls.replace(List.of(STANDARD, renewed), Instant.now());

      SSLSession next = session(server, trust, "desk.example");
      assertEquals(renewed.certificate(), next.getPeerCertificates()[0]);
    }
  }

  private SSLSession session(EchoServer server, SSLContext trust, String name) throws Exception {
    try (TappedSocket tcp = new TappedSocket(server.port())) {
      SSLSocket client = handshake(tcp, trust, name);
      // The ticket of TLS 1.3 comes with the first bytes.
      client.getOutputStream().write('x');
      assertEquals('x', client.getInputStream().read());
      Connection connection = server.accepted();
      SSLSession session = client.getSession();
      assertEquals(
          EndPointBinding.of((X509Certificate) session.getPeerCertificates()[0]),
          connection.handler().endPointBinding());
      return session;
    }
  }

  @Test
  void takesTheNameFromAnyPieces() throws Exception {
    try (EchoServer server = new EchoServer(tls(), LONG);
        TappedSocket tcp = new TappedSocket(server.port())) {
      tcp.sendByBytes();

      SSLSocket client = handshake(tcp, trusting(DESK), "desk.example");

      assertEquals(DESK.certificate(), client.getSession().getPeerCertificates()[0]);
    }
  }

  @Test
  void choosesAmongTheCertificatesOfTheMomentOfTheHello() throws Exception {
    TlsIdentity renewed = identity(TestCertificates.RSA, "desk.example");
    ServerTls tls = tls();
    try (EchoServer server = new EchoServer(tls, LONG);
        TappedSocket tcp = new TappedSocket(server.port());
        TappedSocket old = new TappedSocket(server.port())) {
      SSLSocket live = handshake(old, trusting(DESK), "desk.example");

      tls.replace(List.of(STANDARD, renewed), Instant.now());

      SSLSocket client = handshake(tcp, trusting(renewed), "desk.example");
      assertEquals(renewed.certificate(), client.getSession().getPeerCertificates()[0]);
      live.getOutputStream().write('x');
      assertEquals('x', live.getInputStream().read());
    }
  }

  /** What is in use stays, with its sessions, and needs not be valid any more. */
  @Test
  void keepsWhatIsInUseOverAReplacement() throws Exception {
    SSLContext trust = trusting(STANDARD, EUROPE, DESK);
    ServerTls tls = tls();
    try (EchoServer server = new EchoServer(tls, LONG)) {
      SSLSession before = session(server, trust, "desk.example");

      tls.replace(List.of(STANDARD, DESK), Instant.now().plus(Duration.ofDays(1000)));

      assertEquals(
          before.getCreationTime(), session(server, trust, "desk.example").getCreationTime());
      assertEquals(STANDARD.certificate(), shown(server, "x.eu.example"));
    }
  }

  @Test
  void closesWhatIsNoHelloWithoutQuotingIt() throws Exception {
    for (byte first : new byte[] {'G', 20, 21, 22, 23, 0}) {
      try (EchoServer server = new EchoServer(tls(), LONG);
          TappedSocket tcp = new TappedSocket(server.port())) {
        byte[] sent = "?SECRET-SECRET-SECRET".getBytes(StandardCharsets.US_ASCII);
        sent[0] = first;
        tcp.sendRaw(sent);
        Connection connection = server.accepted();

        await(connection.closed);

        String said = await(connection.failure).toString();
        assertFalse(said.contains("SECRET") || said.contains("5345435245"), said);
      }
    }
  }

  @Test
  void boundsTheHello() throws Exception {
    byte[] hello = new byte[9];
    hello[0] = 22;
    hello[1] = 3;
    hello[2] = 1;
    hello[4] = 4; // length of the record
    hello[5] = 1; // a hello
    hello[6] = 1; // of 64 KiB
    try (EchoServer server = new EchoServer(tls(), LONG);
        TappedSocket tcp = new TappedSocket(server.port())) {
      tcp.sendRaw(hello);
      Connection connection = server.accepted();

      await(connection.closed);

      assertFalse(await(connection.handshake).isSuccess());
    }
  }

  @Test
  void waitsForTheHelloAsLongAsForAHandshake() throws Exception {
    try (EchoServer server = new EchoServer(tls(), Duration.ofMillis(1));
        TappedSocket tcp = new TappedSocket(server.port())) {
      Connection connection = server.accepted();

      assertEquals(-1, tcp.getInputStream().read());

      assertTrue(await(connection.closed));
    }
  }

  private ServerTls tls() {
    return new ServerTls(List.of(STANDARD, EUROPE, DESK), engine, null, Instant.now());
  }

  private SSLSocket handshake(TappedSocket tcp, SSLContext trust, @Nullable String name)
      throws IOException {
    SSLSocket client =
        (SSLSocket) trust.getSocketFactory().createSocket(tcp, "server", tcp.getPort(), true);
    client.setSoTimeout(20_000);
    SSLParameters parameters = client.getSSLParameters();
    parameters.setProtocols(new String[] {protocol});
    parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
    client.setSSLParameters(parameters);
    client.startHandshake();
    return client;
  }

  private static TlsIdentity identity(KeyPair keys, String name) {
    return new TlsIdentity(
        keys.getPrivate(), List.of(TestCertificates.of(keys).names(name).make()));
  }

  private static SSLContext trusting(TlsIdentity... identities) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (TlsIdentity identity : Arrays.asList(identities)) {
      trusted.setCertificateEntry("server" + trusted.size(), identity.certificate());
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
