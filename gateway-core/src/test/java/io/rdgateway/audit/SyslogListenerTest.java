/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.tls.TlsSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SyslogListenerTest {
  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();
  private static final GatewayEvent LOST = new GatewayEvent.EventsLost(Samples.AT, 17);
  private static final long PID = ProcessHandle.current().pid();

  private static String text(GatewayEvent event) {
    return new SyslogText("gw.example", "rdgateway", "rdgateway@32473").of(AuditRecord.of(event));
  }

  @Test
  void aMessageHasTheFormOfTheRfc() {
    assertEquals(
        "<84>1 2026-06-01T12:00:00.123Z gw.example rdgateway "
            + PID
            + " EventsLost [rdgateway@32473 count=\"17\"] \uFEFFevents lost: at="
            + Samples.AT
            + ", count=17",
        text(LOST));
    assertTrue(text(Samples.of(GatewayEvent.TunnelOpened.class)).startsWith("<85>1 "));
    assertTrue(text(Samples.of(GatewayEvent.SignedIn.class)).startsWith("<86>1 "));
    assertTrue(
        text(Samples.of(GatewayEvent.TunnelOpened.class))
            .contains(" TunnelOpened [rdgateway@32473 EventID=\"200\" Username=\"CORP\\\\alice\""));
  }

  @Test
  void valuesAreEscaped() {
    String hostile = "a\"b]c\\d\ne\u202Ef";
    assertTrue(
        text(new GatewayEvent.ChannelFailed(Samples.AT, Samples.SUBJECT, hostile, 1, "why"))
            .contains(" Resource=\"a\\\"b\\]c\\\\d#{a}e#{202e}f\" "));
  }

  @Test
  void datagramsCarryOneMessageEach() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, LOCAL)) {
      SyslogServer server = SyslogServer.udp(LOCAL.getHostAddress(), socket.getLocalPort());
      try (SyslogListener log = new SyslogListener(server)) {
        log.onEvent(LOST);
        assertTrue(received(socket).contains(" EventsLost [rdgateway@32473 count=\"17\"] "));
        String long3 = "\u20AC".repeat(2_000);
        log.onEvent(new GatewayEvent.ChannelFailed(Samples.AT, Samples.SUBJECT, long3, 1, "why"));
        String cut = received(socket);
        int size = cut.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size <= 2_048 && size > 2_044, "was " + size);
        assertTrue(cut.endsWith("\u20AC"));
      }
    }
  }

  private static String received(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(30_000);
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void streamsCountOctets() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, LOCAL)) {
      SyslogServer server = SyslogServer.tcp(LOCAL.getHostAddress(), listening.getLocalPort());
      try (SyslogListener log = new SyslogListener(server)) {
        log.onEvent(LOST);
        log.onEvent(LOST);
        server.disconnect();
        try (Socket socket = listening.accept()) {
          socket.setSoTimeout(30_000);
          InputStream in = socket.getInputStream();
          byte[] first = frame(in);
          assertTrue(new String(first, StandardCharsets.UTF_8).startsWith("<84>1 "));
          assertArrayEquals(first, frame(in));
          assertEquals(-1, in.read());
        }
      }
    }
  }

  private static byte[] frame(InputStream in) throws IOException {
    int length = 0;
    for (int c = in.read(); c != ' '; c = in.read()) {
      if (c < 0) {
        throw new EOFException("no length");
      }
      length = length * 10 + (c - '0');
    }
    byte[] frame = in.readNBytes(length);
    return Arrays.copyOf(frame, length);
  }

  @Test
  void whatIsLostIsCountedAndTold() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, LOCAL)) {
      port = gone.getLocalPort();
    }
    AtomicLong nanos = new AtomicLong();
    SyslogServer server = SyslogServer.tcp(LOCAL.getHostAddress(), port);
    try (SyslogListener log = new SyslogListener(server, nanos::get)) {
      log.onEvent(LOST); // refused
      log.onEvent(LOST); // not tried
      try (ServerSocket back = new ServerSocket(port, 1, LOCAL)) {
        log.onEvent(LOST); // not tried: the pause is not over
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
        log.onEvent(LOST);
        try (Socket socket = back.accept()) {
          socket.setSoTimeout(30_000);
          String told = new String(frame(socket.getInputStream()), StandardCharsets.UTF_8);
          assertTrue(told.contains(" count=\"3\"]"), told);
          String event = new String(frame(socket.getInputStream()), StandardCharsets.UTF_8);
          assertTrue(event.contains(" count=\"17\"]"), event);
        }
      }
    }
  }

  @Test
  void tlsReachesTheServerOfThatNameAlone() throws Exception {
    TlsIdentity identity = TlsSource.selfSigned(List.of("localhost")).load();
    SSLContext serving = context(keyManagers(identity), null);
    TrustManager[] trusting = trustManagers(identity);
    ServerSocket listening = serving.getServerSocketFactory().createServerSocket(0, 5, LOCAL);
    CompletableFuture<String> told = new CompletableFuture<>();
    AtomicInteger refused = new AtomicInteger();
    Thread server = new Thread(() -> serve(listening, told, refused), "syslog-server");
    server.start();
    int port = listening.getLocalPort();
    SSLSocketFactory right = context(null, trusting).getSocketFactory();
    // Who trusts nobody here, and who means another host, tells nothing.
    SSLSocketFactory strange = SSLContext.getDefault().getSocketFactory();
    try (SyslogListener untrusting =
            new SyslogListener(SyslogServer.tls("localhost", port, strange));
        SyslogListener elsewhere =
            new SyslogListener(SyslogServer.tls(LOCAL.getHostAddress(), port, right));
        SyslogListener log = new SyslogListener(SyslogServer.tls("localhost", port, right))) {
      untrusting.onEvent(new GatewayEvent.EventsLost(Samples.AT, 1));
      elsewhere.onEvent(new GatewayEvent.EventsLost(Samples.AT, 2));
      log.onEvent(LOST);
      assertTrue(told.get(30, TimeUnit.SECONDS).contains(" count=\"17\"]"), told::join);
      assertEquals(2, refused.get());
    } finally {
      listening.close();
      server.join();
    }
  }

  /** Completes with the first message of all connections. */
  private static void serve(
      ServerSocket listening, CompletableFuture<String> told, AtomicInteger refused) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        socket.setSoTimeout(30_000);
        told.complete(new String(frame(socket.getInputStream()), StandardCharsets.UTF_8));
      } catch (IOException e) {
        refused.incrementAndGet(); // a client that broke the handshake off, or the end
      }
    }
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    return context;
  }

  private static KeyManager[] keyManagers(TlsIdentity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", identity.privateKey(), new char[0], new Certificate[] {identity.certificate()});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trustManagers(TlsIdentity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("server", identity.certificate());
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  @Test
  void anElementIdNeedsAnEnterpriseNumber() {
    SyslogServer server = SyslogServer.udp("log.example", 514);
    assertEquals("gw@4711.2", server.withElementId("gw@4711.2").elementId());
    for (String wrong : new String[] {"gw", "gw@", "g w@1", "gw@x", "a".repeat(31) + "@1", ""}) {
      assertThrows(IllegalArgumentException.class, () -> server.withElementId(wrong), wrong);
    }
  }
}
