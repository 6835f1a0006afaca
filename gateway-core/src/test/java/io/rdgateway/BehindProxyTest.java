/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.LeakPresenceDetector;
import io.rdgateway.TrustedProxies.Statement;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.ProxyHeader;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.ScriptedClient;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come through a proxy, and those who would like to look as if they did. */
class BehindProxyTest {
  private static final String ALICE = Requests.basic("alice", TestGateway.PASSWORD);
  private static final String PAA = "RDG-Auth-Scheme: PAA\r\n";
  private static final InetSocketAddress V4 = at("203.0.113.9", 58_793);
  private static final InetSocketAddress V6 = at("2001:db8::9", 58_793);
  private static final InetSocketAddress SERVER = at("192.0.2.1", 443);

  @AfterEach
  void noBufferIsLeft() {
    LeakPresenceDetector.check();
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(address, port);
  }

  private static byte[] header(InetSocketAddress client) {
    return ProxyHeader.of(client, SERVER).encode();
  }

  private static TestGateway gateway(Statement statement, Limits limits, String... networks) {
    return gateway(
        TlsSource.insecurePlainHttp(), "127.0.0.1", TrustedProxies.of(statement, networks), limits);
  }

  private static TestGateway gateway(
      TlsSource tls, String address, TrustedProxies proxies, Limits limits) {
    // The first listener is the one of TestGateway: port 0 of the loopback, or another of it.
    InetSocketAddress listener =
        address.equals("127.0.0.1")
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
            : new InetSocketAddress(address, 0);
    return TestGateway.start(
        tls,
        new TestGateway.Passwords(),
        TestGateway.EVERYTHING,
        builder -> builder.limits(limits).bind(listener).trustedProxies(listener, proxies));
  }

  private static TestGateway proxied() {
    return gateway(Statement.PROXY_PROTOCOL, Limits.defaults(), "127.0.0.1");
  }

  private static TestGateway forwarded(Statement statement) {
    return gateway(statement, Limits.defaults(), "127.0.0.1", "10.0.0.0/8");
  }

  /** Passes connections on as they are, behind a header. */
  private static Hosts proxy(InetSocketAddress gateway, byte[] header) {
    return Hosts.start(
        client -> {
          try (Socket server = new Socket(gateway.getAddress(), gateway.getPort())) {
            server.getOutputStream().write(header);
            Thread back = new Thread(() -> pump(server, client), "proxy-back");
            back.setDaemon(true);
            back.start();
            client.getInputStream().transferTo(server.getOutputStream());
          }
        });
  }

  private static void pump(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the ends has closed: the test looks at what arrived.
    }
  }

  // The PROXY protocol.

  @ParameterizedTest
  @EnumSource
  void theClientOfTheHeaderIsTheClientBehindTls(TransportKind transport) throws Exception {
    TrustedProxies proxies = TrustedProxies.of(Statement.PROXY_PROTOCOL, "127.0.0.1");
    byte[] line =
        "PROXY TCP6 2001:db8::9 2001:db8::1 58793 443\r\n".getBytes(StandardCharsets.US_ASCII);
    try (Hosts host = Hosts.echo();
        TestGateway gateway =
            gateway(
                TlsSource.selfSigned(List.of("localhost")),
                "127.0.0.1",
                proxies,
                Limits.defaults())) {
      for (byte[] header : List.of(header(V4), line)) {
        try (Hosts proxy = proxy(gateway.address(), header);
            GatewayChannel channel =
                GatewayClient.builder("localhost", proxy.port())
                    .connectTo(proxy.address())
                    .credentials(ClientCredentials.basic("alice", TestGateway.PASSWORD))
                    .transport(transport)
                    .insecureTrustAnyCertificate()
                    .build()
                    .open("127.0.0.1", host.port())) {
          channel.output().write(new byte[] {1, 2, 3});
          channel.output().flush();
          assertEquals(3, channel.input().readNBytes(3).length);
        }
      }
      List<InetSocketAddress> opened =
          gateway.events.awaitCount(GatewayEvent.TunnelOpened.class, e -> true, 2).stream()
              .map(e -> e.subject().connection().clientAddress())
              .toList();
      assertEquals(List.of(V4, V6), opened);
      gateway.events.await(
          GatewayEvent.SignedIn.class, e -> e.connection().clientAddress().equals(V4));
    }
  }

  @Test
  void nobodyElseMayConnect() {
    try (TestGateway gateway =
            gateway(Statement.PROXY_PROTOCOL, Limits.defaults(), "192.0.2.1", "::1");
        RawClient client = gateway.connect()) {
      assertTrue(client.isEnded());
      assertEquals(
          "trustedProxies", gateway.events.await(GatewayEvent.ConnectionRefused.class).limit());
    }
  }

  @Test
  void aConnectionWithoutAHeaderIsClosed() {
    try (TestGateway gateway = proxied();
        RawClient client = gateway.connect().send(Requests.webSocket(ALICE))) {
      assertTrue(client.isEnded());
      GatewayEvent.RequestRefused refused = gateway.events.await(GatewayEvent.RequestRefused.class);
      assertEquals(0, refused.status());
      assertTrue(refused.explanation().contains("does not begin with a header"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY TCP4 203."})
  void theHeaderHasToComeInTheTimeOfTheHandshake(String start) {
    Limits limits = Limits.defaults().toBuilder().tlsHandshakeTime(Duration.ofMillis(200)).build();
    try (TestGateway gateway = gateway(Statement.PROXY_PROTOCOL, limits, "127.0.0.1");
        RawClient client = gateway.connect().send(start)) {
      assertTrue(client.isEnded());
    }
  }

  @Test
  void aProxyThatSpeaksForItselfIsTheClient() {
    try (TestGateway gateway = proxied();
        RawClient client =
            gateway
                .connect()
                .send(new ProxyHeader(null, null).encode())
                .send(Requests.webSocket(ALICE))) {
      assertEquals(101, client.status());
      assertEquals(
          client.socket().getLocalSocketAddress(),
          gateway.events.await(GatewayEvent.SignedIn.class).connection().clientAddress());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PROXY_PROTOCOL", "X_FORWARDED_FOR", "FORWARDED"})
  void limitsCountTheClientsAndNotTheirProxy(Statement statement) {
    Limits limits = Limits.defaults().toBuilder().maxUnauthenticatedPerAddress(2).build();
    try (TestGateway gateway = gateway(statement, limits, "127.0.0.1")) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 2; i < 8; i++) { // two for each of three
        RawClient client = ask(gateway, statement, "203.0.113." + i / 2);
        assertEquals(401, client.status());
        clients.add(client);
      }
      try (RawClient third = ask(gateway, statement, "203.0.113.1")) {
        assertTrue(third.isEnded());
      }
      GatewayEvent.ConnectionRefused refused =
          gateway.events.await(GatewayEvent.ConnectionRefused.class);
      assertEquals("maxUnauthenticatedPerAddress", refused.limit());
      assertEquals("203.0.113.1", refused.clientAddress().getAddress().getHostAddress());
      clients.forEach(RawClient::close);
    }
  }

  private static RawClient ask(TestGateway gateway, Statement statement, String client) {
    return switch (statement) {
      case PROXY_PROTOCOL -> gateway.connect().send(header(at(client, 1))).send(Requests.out(""));
      case X_FORWARDED_FOR ->
          gateway.connect().send(Requests.out("X-Forwarded-For: " + client + "\r\n"));
      case FORWARDED -> gateway.connect().send(Requests.out("Forwarded: for=" + client + "\r\n"));
    };
  }

  @Test
  void theHalvesOfATunnelArePairedByTheirClientsAddress() {
    try (TestGateway gateway = proxied();
        RawClient out = gateway.connect().send(header(V4)).send(Requests.out(PAA))) {
      assertEquals(200, out.status());
      try (RawClient other = gateway.connect().send(header(V6)).send(Requests.in(PAA));
          RawClient same = gateway.connect().send(header(V4)).send(Requests.in(PAA))) {
        assertEquals(400, other.status());
        assertEquals(200, same.status());
      }
    }
  }

  // X-Forwarded-For and Forwarded.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 203.0.113.9",
        "X-Forwarded-For: 198.51.100.1, unknown, 203.0.113.9:58793, 10.1.2.3, 127.0.0.1",
        "X-Forwarded-For: 10.9.9.9\r\nX-Forwarded-For: 203.0.113.9",
        "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=198.51.100.1"
      })
  void theLastHopThatIsNotTrustedIsTheClient(String fields) {
    for (TransportKind transport : TransportKind.values()) {
      try (TestGateway gateway = forwarded(Statement.X_FORWARDED_FOR);
          ScriptedClient client =
              ScriptedClient.open(gateway.address(), transport, ALICE + fields + "\r\n")) {
        assertEquals(
            V4.getAddress(),
            gateway
                .events
                .await(GatewayEvent.SignedIn.class)
                .connection()
                .clientAddress()
                .getAddress());
        client.ask(new HandshakeRequest(1, 0, 0, ExtendedAuth.NONE), HandshakeResponse.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded: for=\"[2001:db8::9]:58793\"",
        "Forwarded: for=_hidden, for=\"[2001:DB8::9]:58793\";proto=https, For=10.0.0.1;by=_b",
        "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=\"[2001:db8::9]:58793\""
      })
  void readsTheStandardField(String fields) {
    try (TestGateway gateway = forwarded(Statement.FORWARDED);
        RawClient client = gateway.connect().send(Requests.webSocket(ALICE + fields + "\r\n"))) {
      assertEquals(101, client.status());
      assertEquals(
          V6, gateway.events.await(GatewayEvent.SignedIn.class).connection().clientAddress());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "X-Forwarded-For: \r\n",
        "X-Forwarded-For: unknown\r\n",
        "X-Forwarded-For: 203.0.113.9, _hidden, 10.0.0.1\r\n",
        "X-Forwarded-For: 203.0.113.9, nonsense\r\n",
        "Forwarded: for=203.0.113.9\r\n" // the other kind
      })
  void aRequestThatDoesNotSayWhoseItIsIsRefused(String fields) {
    try (TestGateway gateway = forwarded(Statement.X_FORWARDED_FOR);
        RawClient client = gateway.connect().send(Requests.webSocket(ALICE + fields))) {
      assertEquals(400, client.status());
    }
  }

  @Test
  void aClientAmongTheProxiesIsAClient() {
    try (TestGateway gateway = forwarded(Statement.X_FORWARDED_FOR);
        RawClient client =
            gateway
                .connect()
                .send(Requests.webSocket(ALICE + "X-Forwarded-For: 10.0.0.7, 10.0.0.1\r\n"))) {
      assertEquals(101, client.status());
      assertEquals(
          at("10.0.0.7", 0),
          gateway.events.await(GatewayEvent.SignedIn.class).connection().clientAddress());
    }
  }

  @Test
  void oneConnectionIsForOneClient() {
    try (TestGateway gateway = forwarded(Statement.X_FORWARDED_FOR);
        RawClient client =
            gateway.connect().send(Requests.out("X-Forwarded-For: 203.0.113.9\r\n"))) {
      assertEquals(401, client.status());
      client.send(Requests.out("X-Forwarded-For: 203.0.113.9:7\r\n"));
      assertEquals(401, client.status());
      client.send(Requests.out(ALICE + "X-Forwarded-For: 203.0.113.8\r\n"));
      assertEquals(400, client.status());
      assertEquals(
          0, gateway.events.all(GatewayEvent.SignedIn.class).size(), "the second one is nobody");
    }
  }

  @Test
  void directClientsAreNotBelieved() {
    try (TestGateway gateway = TestGateway.plain();
        RawClient fields =
            gateway
                .connect()
                .send(
                    Requests.webSocket(
                        ALICE + "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\n"));
        RawClient header = gateway.connect().send(header(V4))) {
      assertEquals(101, fields.status());
      assertEquals(
          fields.socket().getLocalSocketAddress(),
          gateway.events.await(GatewayEvent.SignedIn.class).connection().clientAddress());
      assertEquals(400, header.status());
    }
  }

  // IPv6, and the host's side.

  @Test
  void proxiesAndClientsMayHaveIpv6() {
    for (Statement statement : Statement.values()) {
      TrustedProxies proxies = TrustedProxies.of(statement, "::1");
      try (TestGateway gateway =
              gateway(TlsSource.insecurePlainHttp(), "::1", proxies, Limits.defaults());
          RawClient client = new RawClient(gateway.server().addresses().get(1))) {
        if (statement == Statement.PROXY_PROTOCOL) {
          client.send(header(V6));
        }
        client.send(
            Requests.webSocket(
                ALICE + "X-Forwarded-For: 2001:db8::9\r\nForwarded: for=\"[2001:db8::9]\"\r\n"));
        assertEquals(101, client.status());
        assertEquals(
            V6.getAddress(),
            gateway
                .events
                .await(GatewayEvent.SignedIn.class)
                .connection()
                .clientAddress()
                .getAddress());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hostsAreToldTheClientBeforeTheFirstByte(TransportKind transport) throws Exception {
    for (InetSocketAddress client : List.of(V4, V6)) {
      for (String hostAddress : List.of("127.0.0.1", "::1")) {
        TrustedProxies proxies = TrustedProxies.of(Statement.PROXY_PROTOCOL, "127.0.0.1");
        InetSocketAddress listener = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (EchoWithHeader host = new EchoWithHeader(hostAddress);
            TestGateway gateway =
                TestGateway.start(
                    TlsSource.insecurePlainHttp(),
                    new TestGateway.Passwords(),
                    TestGateway.EVERYTHING,
                    builder ->
                        builder
                            .trustedProxies(listener, proxies)
                            .announceClientsTo("127.0.0.0/8")
                            .announceClientsTo("::1"));
            Hosts proxy = proxy(gateway.address(), header(client));
            GatewayChannel channel =
                GatewayClient.builder("localhost", proxy.port())
                    .connectTo(proxy.address())
                    .credentials(ClientCredentials.basic("alice", TestGateway.PASSWORD))
                    .transport(transport)
                    .insecurePlainHttp()
                    .build()
                    .open(hostAddress, host.port())) {
          byte[] expected = ProxyHeader.of(client, gateway.address()).encode();
          channel.output().write(7);
          channel.output().flush();
          byte[] back = channel.input().readNBytes(expected.length + 1);
          assertEquals(7, back[expected.length]);
          assertEquals(java.util.HexFormat.of().formatHex(expected), hex(back, expected.length));
          assertEquals(
              1,
              gateway.server().tunnels().get(0).channel().orElseThrow().bytesFromClient(),
              "the header is not a part of the traffic");
        }
      }
    }
  }

  private static String hex(byte[] bytes, int length) {
    return java.util.HexFormat.of().formatHex(bytes, 0, length);
  }

  @Test
  void otherHostsAreToldNothing() throws Exception {
    try (Hosts host = Hosts.echo();
        TestGateway gateway =
            TestGateway.start(
                TlsSource.insecurePlainHttp(),
                new TestGateway.Passwords(),
                TestGateway.EVERYTHING,
                builder -> builder.announceClientsTo("127.0.0.2").announceClientsTo("::1"));
        GatewayChannel channel =
            GatewayClient.builder("localhost", gateway.address().getPort())
                .connectTo(gateway.address())
                .credentials(ClientCredentials.basic("alice", TestGateway.PASSWORD))
                .insecurePlainHttp()
                .build()
                .open("127.0.0.1", host.port())) {
      channel.output().write(7);
      channel.output().flush();
      assertEquals(7, channel.input().read());
    }
  }

  /** Sends everything back, the header included, on any address of the machine. */
  private static final class EchoWithHeader implements AutoCloseable {
    private final java.net.ServerSocket server;

    EchoWithHeader(String address) throws IOException {
      server = new java.net.ServerSocket(0, 10, new InetSocketAddress(address, 1).getAddress());
      Thread thread = new Thread(this::serve, "echo-with-header");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve() {
      try (Socket socket = server.accept()) {
        socket.getInputStream().transferTo(socket.getOutputStream());
      } catch (IOException e) {
        // The test is over.
      }
    }

    @Override
    public void close() {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
