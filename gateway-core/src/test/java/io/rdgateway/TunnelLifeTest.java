/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.LeakPresenceDetector;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.TunnelAuth;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.ScriptedClient;
import io.rdgateway.testing.SocketKinds;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How tunnels go on and end, over each kind of sockets. */
@ParameterizedClass
@EnumSource(
    value = NetworkIo.class,
    names = {"NIO", "EPOLL", "IO_URING"})
class TunnelLifeTest {
  private final NetworkIo io;

  TunnelLifeTest(NetworkIo io) {
    this.io = io;
  }

  @BeforeEach
  void thisMachineHasThem() {
    SocketKinds.assumeAvailable(io);
  }

  @AfterEach
  void noBufferIsLeft() {
    LeakPresenceDetector.check();
  }

  private TestGateway gateway() {
    return gateway(Limits.defaults());
  }

  private TestGateway gateway(Limits limits) {
    return TestGateway.start(
        TlsSource.insecurePlainHttp(),
        new TestGateway.Passwords(),
        TestGateway.EVERYTHING,
        builder -> builder.limits(limits).networkIo(io));
  }

  private static GatewayClient client(TestGateway gateway, TransportKind transport) {
    return GatewayClient.builder("localhost", gateway.address().getPort())
        .connectTo(gateway.address())
        .credentials(ClientCredentials.basic("alice", TestGateway.PASSWORD))
        .transport(transport)
        .insecurePlainHttp()
        .build();
  }

  /**
   * As FreeRDP does: a WebSocket connection that ends behind its last data, without CLOSE_CHANNEL
   * or close frame.
   */
  @Test
  void theHostGetsEveryByteOfAClientThatVanishesAndThenTheEnd() throws Exception {
    byte[] last = new byte[2 << 20];
    new Random(3).nextBytes(last);
    CompletableFuture<byte[]> received = new CompletableFuture<>();
    try (Hosts host =
            Hosts.start(socket -> received.complete(socket.getInputStream().readAllBytes()));
        TestGateway gateway = gateway()) {
      try (ScriptedClient client =
          ScriptedClient.open(
              gateway.address(),
              TransportKind.WEBSOCKET,
              Requests.basic("alice", TestGateway.PASSWORD))) {
        for (HttpPacket packet :
            List.of(
                new HandshakeRequest(1, 0, 0, ExtendedAuth.NONE),
                new TunnelCreate(0x0D, null, null),
                new TunnelAuth("PC1", null),
                new ChannelCreate(List.of("127.0.0.1"), List.of(), host.port(), 3))) {
          client.ask(packet, HttpPacket.class);
        }
        for (int at = 0; at < last.length; at += 0x8000) {
          byte[] part = Arrays.copyOfRange(last, at, at + 0x8000);
          client.send(new DataPacket(Bytes.copyOf(part)));
        }
      }
      assertArrayEquals(last, received.get(20, TimeUnit.SECONDS));
      GatewayEvent.ChannelClosed end = gateway.events.await(GatewayEvent.ChannelClosed.class);
      assertEquals(CloseReason.Kind.CLIENT_VANISHED, end.reason().kind());
      assertEquals(last.length, end.bytesFromClient());
    }
  }

  /**
   * A host that sends without end to a client that does not read: what the gateway takes in is
   * bounded.
   */
  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void aClientThatDoesNotReadStopsItsHost(TransportKind transport) throws Exception {
    try (ServerSocketChannel host =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TestGateway gateway = gateway();
        GatewayChannel channel =
            client(gateway, transport)
                .open("127.0.0.1", ((InetSocketAddress) host.getLocalAddress()).getPort());
        SocketChannel side = host.accept();
        Selector selector = Selector.open()) {
      side.setOption(StandardSocketOptions.SO_SNDBUF, 64 << 10);
      side.configureBlocking(false);
      side.register(selector, SelectionKey.OP_WRITE);
      ByteBuffer zeros = ByteBuffer.allocate(64 << 10);
      long sent = 0;
      while (selector.select(1_000) > 0 && sent < 256 << 20) {
        selector.selectedKeys().clear();
        zeros.clear();
        sent += side.write(zeros);
      }
      // Socket buffers of the kernel on both ways, and the water mark: far below what was on offer.
      assertTrue(sent < 32 << 20, "the gateway took " + sent + " bytes");
      side.shutdownOutput();
      byte[] all = channel.input().readAllBytes();
      assertEquals(sent, all.length);
    }
  }

  /** The same the other way round. */
  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void aHostThatDoesNotReadStopsItsClientAndEndsWithTheStallTime(TransportKind transport)
      throws Exception {
    Limits limits = Limits.defaults().toBuilder().stallTime(Duration.ofMillis(500)).build();
    CompletableFuture<Void> end = new CompletableFuture<>();
    try (Hosts host = Hosts.start(socket -> end.join());
        TestGateway gateway = gateway(limits);
        GatewayChannel channel = client(gateway, transport).open("127.0.0.1", host.port())) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0;
          i < 64;
          i++) { // returns when the channel is closed: from then on bytes are thrown away
        channel.output().write(zeros);
      }
      assertEquals(-1, channel.input().read());
      assertEquals(0x3E3, channel.closeCode().orElseThrow());
      GatewayEvent.ChannelClosed closed = gateway.events.await(GatewayEvent.ChannelClosed.class);
      assertEquals(CloseReason.Kind.STALLED, closed.reason().kind());
      assertTrue(closed.bytesFromClient() < 32 << 20, closed::toString);
      end.complete(null);
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void anAdministratorEndsATunnelWithItsCode(TransportKind transport) throws IOException {
    try (Hosts host = Hosts.echo();
        TestGateway gateway = gateway();
        GatewayChannel channel = client(gateway, transport).open("127.0.0.1", host.port())) {
      gateway.events.await(GatewayEvent.ChannelOpened.class);
      Tunnel tunnel = gateway.server().tunnels().get(0);
      assertEquals("alice", tunnel.principal().name());
      assertEquals(host.address(), tunnel.channel().orElseThrow().target());
      tunnel.close(CloseReason.of(CloseReason.Kind.ADMINISTRATOR, "maintenance"));
      assertEquals(-1, channel.input().read());
      assertEquals(0x4D4, channel.closeCode().orElseThrow());
      assertEquals(
          CloseReason.Kind.ADMINISTRATOR,
          gateway.events.await(GatewayEvent.TunnelClosed.class).reason().kind());
    }
  }

  @Test
  void aReviewEndsWhatIsRevokedAndKeepsTheRest() throws Exception {
    AtomicBoolean revoked = new AtomicBoolean();
    TestGateway.Passwords passwords = new TestGateway.Passwords();
    Authenticator authenticator =
        new Authenticator() {
          @Override
          public List<AuthScheme> schemes() {
            return passwords.schemes();
          }

          @Override
          public AuthenticationResult proceed(
              Credential credential, AuthenticationContext context) {
            return passwords.proceed(credential, context);
          }

          @Override
          public CompletionStage<Revalidation> revalidate(
              UserPrincipal principal, Executor blocking) {
            return CompletableFuture.completedFuture(
                revoked.get()
                    ? new Revalidation.Revoked(RejectReason.UNKNOWN_USER)
                    : new Revalidation.Unchanged());
          }
        };
    try (Hosts host = Hosts.echo();
        TestGateway gateway =
            TestGateway.start(
                TlsSource.insecurePlainHttp(),
                authenticator,
                TestGateway.EVERYTHING,
                builder -> builder.networkIo(io));
        GatewayChannel channel =
            client(gateway, TransportKind.WEBSOCKET).open("127.0.0.1", host.port())) {
      assertEquals(0, gateway.server().review(tunnel -> true).toCompletableFuture().get());
      channel.output().write(1);
      assertEquals(1, channel.input().read());
      revoked.set(true);
      assertEquals(0, gateway.server().review(tunnel -> false).toCompletableFuture().get());
      assertEquals(1, gateway.server().review(tunnel -> true).toCompletableFuture().get());
      assertEquals(-1, channel.input().read());
      assertEquals(
          CloseReason.Kind.REVOKED,
          gateway.events.await(GatewayEvent.TunnelClosed.class).reason().kind());
    }
  }

  @Test
  void aDrainingGatewayTakesNoNewTunnelsAndEndsTheOldOnesInTime() throws Exception {
    try (Hosts host = Hosts.echo();
        TestGateway gateway = gateway();
        GatewayChannel channel =
            client(gateway, TransportKind.HTTP).open("127.0.0.1", host.port())) {
      var drained = gateway.server().drain(Duration.ofMillis(300)).toCompletableFuture();
      GatewayClientException refused =
          assertThrows(
              GatewayClientException.class,
              () -> client(gateway, TransportKind.WEBSOCKET).open("127.0.0.1", host.port()));
      assertEquals(0x800759E6, refused.resultCode().orElseThrow());
      assertEquals(-1, channel.input().read());
      drained.get(20, TimeUnit.SECONDS);
      gateway.server().resume();
      try (GatewayChannel again =
          client(gateway, TransportKind.WEBSOCKET).open("127.0.0.1", host.port())) {
        again.output().write(7);
        assertEquals(7, again.input().read());
      }
    }
  }

  @Test
  void twoGatewaysRunInOneProcessAndOneLeavesTheOtherAlone() throws Exception {
    Object propertiesBefore = System.getProperties().clone();
    try (Hosts host = Hosts.echo();
        TestGateway stays = gateway();
        GatewayChannel channel =
            client(stays, TransportKind.WEBSOCKET).open("127.0.0.1", host.port())) {
      try (TestGateway goes = gateway();
          GatewayChannel other = client(goes, TransportKind.HTTP).open("127.0.0.1", host.port())) {
        // It waits for clients to take what is theirs, so somebody has to read meanwhile.
        CompletableFuture<Void> closing = CompletableFuture.runAsync(goes.server()::close);
        assertEquals(-1, other.input().read());
        closing.get();
        assertEquals(0x4D4, other.closeCode().orElseThrow());
        assertEquals(
            CloseReason.Kind.GATEWAY_CLOSING,
            goes.events.await(GatewayEvent.TunnelClosed.class).reason().kind());
        goes.events.await(GatewayEvent.ServerStopped.class);
        assertTrue(stays.events.all(GatewayEvent.TunnelClosed.class).isEmpty());
      }
      channel.output().write(5);
      assertEquals(5, channel.input().read());
    }
    assertEquals(propertiesBefore, System.getProperties());
  }
}
