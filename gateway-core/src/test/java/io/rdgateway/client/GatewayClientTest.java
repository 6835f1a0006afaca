/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.client.GatewayClientException.Stage;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against the real gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayClientTest {
  private static final String HOST = "127.0.0.1";

  private final TestGateway jdk = new TestGateway(TlsEngine.JDK);
  private final TestGateway boringSsl = new TestGateway(TlsEngine.BORINGSSL);
  private EchoHost echo;

  @BeforeAll
  void open() throws IOException {
    echo = new EchoHost();
  }

  @AfterAll
  void close() throws Exception {
    jdk.close();
    boringSsl.close();
    echo.close();
  }

  private TestGateway gateway(TlsEngine engine) {
    return engine == TlsEngine.JDK ? jdk : boringSsl;
  }

  @ParameterizedTest
  @CsvSource({"WEBSOCKET,JDK", "WEBSOCKET,BORINGSSL", "HTTP,JDK", "HTTP,BORINGSSL"})
  void relaysBytesBothWaysAtOnce(TransportKind transport, TlsEngine engine) throws Exception {
    byte[] sent = new byte[3 << 20];
    Random random = new Random(7);
    random.nextBytes(sent);
    try (GatewayChannel channel =
        gateway(engine).client(transport).build().open(HOST, echo.port())) {
      FutureTask<Boolean> writer =
          new FutureTask<>(
              () -> {
                for (int at = 0; at < sent.length; ) {
                  int size = Math.min(1 + random.nextInt(40_000), sent.length - at);
                  channel.output().write(sent, at, size);
                  at += size;
                }
                return true;
              });
      new Thread(writer, "writer").start();
      assertArrayEquals(sent, channel.input().readNBytes(sent.length));
      assertTrue(writer.get());
      assertEquals(transport, channel.tunnel().transport());
      assertEquals(OptionalInt.empty(), channel.closeCode());
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void tellsTheTermsOfTheTunnel(TransportKind transport) throws Exception {
    List<String> shown = new ArrayList<>();
    GatewayClient client = jdk.client(transport).consent(shown::add).build();
    try (GatewayChannel channel = client.open(HOST, echo.port())) {
      TunnelTerms terms = channel.tunnel();
      assertTrue(terms.tunnelId() != 0);
      assertEquals(Set.of(Redirection.DRIVE, Redirection.CLIPBOARD), terms.disabledRedirections());
      assertEquals(Duration.ofMinutes(15), terms.idleTimeout());
      assertEquals(TestGateway.CONSENT, terms.consentMessage());
      assertTrue(terms.capabilities().has(Capabilities.CONSENT_MESSAGE));
      assertFalse(terms.capabilities().has(Capabilities.SERVICE_MESSAGE));
    }
    assertEquals(List.of(TestGateway.CONSENT), shown);
  }

  @Test
  void goesNoFurtherWithoutConsent() {
    GatewayClient client = jdk.client(TransportKind.WEBSOCKET).consent(text -> false).build();
    assertEquals(Stage.TUNNEL_CREATE, refusal(client, HOST, echo.port()).stage());
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void signsInWithTokens(TransportKind transport) throws Exception {
    for (ClientCredentials credentials :
        List.of(
            ClientCredentials.bearer("Bearer-token"),
            ClientCredentials.paa("PAA-token"),
            ClientCredentials.preemptiveBasic("alice", "secret"))) {
      GatewayClient client = jdk.client(transport).credentials(credentials).build();
      try (GatewayChannel channel = client.open(HOST, echo.port())) {
        channel.output().write(42);
        assertEquals(42, channel.input().read());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void tellsThatTheSignInIsRefused(TransportKind transport) {
    for (ClientCredentials credentials :
        List.of(
            ClientCredentials.basic("alice", "wrong"),
            ClientCredentials.preemptiveBasic("alice", "wrong"),
            ClientCredentials.bearer("wrong"))) {
      GatewayClient client = jdk.client(transport).credentials(credentials).build();
      GatewayClientException refusal = refusal(client, HOST, echo.port());
      assertEquals(Stage.HTTP, refusal.stage());
      assertEquals(OptionalInt.of(401), refusal.httpStatus());
      assertEquals(OptionalInt.empty(), refusal.resultCode());
    }
    GatewayClient paa = jdk.client(transport).credentials(ClientCredentials.paa("wrong")).build();
    GatewayClientException refusal = refusal(paa, HOST, echo.port());
    assertEquals(Stage.TUNNEL_CREATE, refusal.stage());
    assertEquals(OptionalInt.of(0x800759F8), refusal.resultCode());
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void tellsWhyAPolicyRefuses(TransportKind transport) {
    GatewayClientException rap = refusal(jdk.client(transport).build(), "127.0.0.2", echo.port());
    assertEquals(Stage.CHANNEL_CREATE, rap.stage());
    assertEquals(OptionalInt.of(0x800759DA), rap.resultCode());
    assertTrue(
        String.valueOf(rap.getMessage()).contains("E_PROXY_RAP_ACCESSDENIED (0x800759DA)"),
        rap.getMessage());
    GatewayClientException cap =
        refusal(jdk.client(transport).clientName("forbidden").build(), HOST, echo.port());
    assertEquals(Stage.TUNNEL_AUTH, cap.stage());
    assertEquals(OptionalInt.of(0x800759DB), cap.resultCode());
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void tellsThatTheHostDoesNotAnswer(TransportKind transport) throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    GatewayClientException refusal = refusal(jdk.client(transport).build(), HOST, port);
    assertEquals(Stage.CHANNEL_CREATE, refusal.stage());
    assertEquals(OptionalInt.of(0x800759DD), refusal.resultCode());
  }

  @ParameterizedTest
  @CsvSource({"WEBSOCKET,JDK", "WEBSOCKET,BORINGSSL", "HTTP,JDK", "HTTP,BORINGSSL"})
  void readsEverythingBeforeTheEndOfTheHost(TransportKind transport, TlsEngine engine)
      throws Exception {
    byte[] speech = new byte[200_001];
    new Random(11).nextBytes(speech);
    try (EchoHost host = new EchoHost(socket -> socket.getOutputStream().write(speech));
        GatewayChannel channel =
            gateway(engine).client(transport).build().open(HOST, host.port())) {
      assertArrayEquals(speech, channel.input().readAllBytes());
      assertEquals(OptionalInt.of(0xA0), channel.closeCode());
      assertEquals(-1, channel.input().read());
      assertThrows(GatewayClientException.class, () -> channel.output().write(1));
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void whatWasWrittenBeforeTheCloseReachesTheHost(TransportKind transport) throws Exception {
    byte[] speech = new byte[500_000];
    new Random(13).nextBytes(speech);
    byte[][] received = new byte[1][];
    CountDownLatch ended = new CountDownLatch(1);
    try (EchoHost host =
        new EchoHost(
            socket -> {
              received[0] = socket.getInputStream().readAllBytes();
              ended.countDown();
            })) {
      try (GatewayChannel channel = jdk.client(transport).build().open(HOST, host.port())) {
        channel.output().write(speech);
      }
      ended.await();
      assertArrayEquals(speech, received[0]);
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void closingWakesTheReader(TransportKind transport) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    try (EchoHost host =
        new EchoHost(
            socket -> {
              socket.getOutputStream().write(1);
              connected.countDown();
              drain(socket);
            })) {
      GatewayChannel channel = jdk.client(transport).build().open(HOST, host.port());
      assertEquals(1, channel.input().read());
      connected.await();
      FutureTask<Integer> reader = new FutureTask<>(() -> channel.input().read());
      new Thread(reader, "reader").start();
      channel.close();
      channel.close();
      assertThrows(Exception.class, reader::get);
      assertThrows(GatewayClientException.class, () -> channel.input().read());
      assertThrows(GatewayClientException.class, () -> channel.output().write(1));
    }
  }

  private static void drain(Socket socket) throws IOException {
    socket.getInputStream().readAllBytes();
  }

  @Test
  void refusesACertificateThatIsNotTrusted() {
    SelfSignedCertificate other =
        SelfSignedCertificate.generate(
            List.of(TestGateway.NAME),
            SelfSignedCertificate.KeyType.EC_P256,
            Instant.now().minus(Duration.ofHours(1)),
            Duration.ofDays(1));
    GatewayClient pinned =
        jdk.client(TransportKind.WEBSOCKET).trust(other.identity().certificate()).build();
    assertEquals(Stage.TLS, refusal(pinned, HOST, echo.port()).stage());
    GatewayClient byTheSystem =
        GatewayClient.builder(TestGateway.NAME, jdk.address().getPort())
            .connectTo(jdk.address())
            .credentials(ClientCredentials.basic("alice", "secret"))
            .build();
    assertEquals(Stage.TLS, refusal(byTheSystem, HOST, echo.port()).stage());
  }

  @Test
  void refusesACertificateForAnotherName() throws Exception {
    GatewayClient client =
        GatewayClient.builder("other.test", jdk.address().getPort())
            .connectTo(jdk.address())
            .trust(jdk.trusted())
            .credentials(ClientCredentials.basic("alice", "secret"))
            .build();
    assertEquals(Stage.TLS, refusal(client, HOST, echo.port()).stage());
    GatewayClient careless =
        GatewayClient.builder("other.test", jdk.address().getPort())
            .connectTo(jdk.address())
            .insecureTrustAnyCertificate()
            .credentials(ClientCredentials.basic("alice", "secret"))
            .build();
    careless.open(HOST, echo.port()).close();
  }

  @Test
  void takesACertificateThatItWasGivenWhateverItsDates() throws Exception {
    try (TestGateway gateway =
            new TestGateway(TlsEngine.JDK, Instant.parse("2020-01-01T00:00:00Z"));
        GatewayChannel channel =
            gateway.client(TransportKind.WEBSOCKET).build().open(HOST, echo.port())) {
      channel.output().write(9);
      assertEquals(9, channel.input().read());
    }
  }

  @Test
  void showsNoSecret() {
    for (ClientCredentials credentials :
        List.of(
            ClientCredentials.basic("alice", "secret"),
            ClientCredentials.bearer("secret"),
            ClientCredentials.paa("secret"))) {
      assertTrue(credentials.toString().endsWith("[<redacted>]"), credentials.toString());
    }
  }

  @Test
  void leavesNoTunnelBehind() throws Exception {
    try (TestGateway gateway = new TestGateway(TlsEngine.JDK)) {
      try (GatewayChannel channel =
          gateway.client(TransportKind.HTTP).build().open(HOST, echo.port())) {
        assertEquals(1, gateway.openTunnels());
        assertEquals(OptionalInt.empty(), channel.closeCode());
      }
      refusal(gateway.client(TransportKind.HTTP).build(), "127.0.0.2", echo.port());
      gateway.awaitNoTunnels();
      assertEquals(0, gateway.openTunnels());
    }
  }

  private static GatewayClientException refusal(GatewayClient client, String host, int port) {
    return assertThrows(GatewayClientException.class, () -> client.open(host, port).close());
  }
}
