/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.LeakPresenceDetector;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.SocketKinds;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes through a gateway with TLS, over both transports, both engines and each kind of sockets.
 */
class RelayTest {
  private static final int TUNNELS = 200;
  private static final int BYTES = 1 << 20;

  static Stream<Arguments> ways() {
    return Stream.of(TransportKind.values())
        .flatMap(
            transport ->
                Stream.of(
                    Arguments.of(transport, TlsEngine.JDK, NetworkIo.NIO),
                    Arguments.of(transport, TlsEngine.BORINGSSL, NetworkIo.NIO),
                    Arguments.of(transport, TlsEngine.BORINGSSL, NetworkIo.EPOLL),
                    Arguments.of(transport, TlsEngine.BORINGSSL, NetworkIo.IO_URING)));
  }

  private static TestGateway gateway(TlsEngine engine, NetworkIo io) {
    SocketKinds.assumeAvailable(io);
    return TestGateway.start(
        TlsSource.selfSigned(List.of("localhost")),
        new TestGateway.Passwords(),
        TestGateway.EVERYTHING,
        builder ->
            builder
                .tlsEngine(engine)
                .networkIo(io)
                .limits(Limits.defaults().toBuilder().maxTunnelsPerUser(TUNNELS).build()));
  }

  private static GatewayClient client(TestGateway gateway, TransportKind transport) {
    return GatewayClient.builder("localhost", gateway.address().getPort())
        .connectTo(gateway.address())
        .credentials(ClientCredentials.basic("alice", TestGateway.PASSWORD))
        .transport(transport)
        .insecureTrustAnyCertificate()
        .build();
  }

  @AfterEach
  void nothingIsLeft() {
    LeakPresenceDetector.check();
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(Thread::isAlive)
            .map(Thread::getName)
            .filter(name -> name.startsWith("rdgateway-"))
            .toList();
    assertEquals(List.of(), threads);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void manyTunnelsRelayBothWaysAtOnce(TransportKind transport, TlsEngine engine, NetworkIo io)
      throws Exception {
    int tunnels = io == NetworkIo.NIO ? TUNNELS : TUNNELS / 4; // the others differ in little
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Hosts host = Hosts.echo();
        TestGateway gateway = gateway(engine, io)) {
      assertEquals(engine, gateway.server().tlsEngine());
      assertEquals(io, gateway.server().networkIo());
      GatewayClient client = client(gateway, transport);
      List<GatewayChannel> channels = new ArrayList<>();
      for (Future<GatewayChannel> opening :
          threads.invokeAll(times(tunnels, () -> client.open("127.0.0.1", host.port())))) {
        channels.add(opening.get());
      }
      assertEquals(tunnels, gateway.server().tunnels().size());
      List<Callable<Void>> relays = new ArrayList<>();
      for (int i = 0; i < tunnels; i++) {
        relays.addAll(relay(channels.get(i), i));
      }
      for (Future<Void> relay : threads.invokeAll(relays)) {
        relay.get();
      }
      for (Future<Void> closing :
          threads.invokeAll(channels.stream().map(RelayTest::closing).toList())) {
        closing.get();
      }
      assertEachEndIsToldOnce(gateway, host, tunnels);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Callable<Void>> relay(GatewayChannel channel, int seed) {
    byte[] sent = new byte[BYTES];
    new Random(seed).nextBytes(sent);
    return List.of(
        () -> {
          channel.output().write(sent);
          return null;
        },
        () -> {
          assertArrayEquals(sent, channel.input().readNBytes(BYTES));
          return null;
        });
  }

  private static Callable<Void> closing(GatewayChannel channel) {
    return () -> {
      channel.close();
      return null;
    };
  }

  private static <T> List<Callable<T>> times(int count, Callable<T> task) {
    return Stream.generate(() -> task).limit(count).toList();
  }

  private static void assertEachEndIsToldOnce(TestGateway gateway, Hosts host, int tunnels) {
    List<GatewayEvent.TunnelClosed> closed =
        gateway.events.awaitCount(GatewayEvent.TunnelClosed.class, e -> true, tunnels);
    for (GatewayEvent.TunnelClosed end : closed) {
      assertEquals(BYTES, end.bytesFromClient());
      assertEquals(BYTES, end.bytesToClient());
    }
    assertEquals(tunnels, host.count());
    assertEquals(tunnels, gateway.events.all(GatewayEvent.ChannelOpened.class).size());
    List<GatewayEvent.ChannelClosed> channels =
        gateway.events.all(GatewayEvent.ChannelClosed.class);
    assertEquals(tunnels, channels.size());
    channels.forEach(end -> assertEquals(CloseReason.Kind.CLIENT_CLOSED, end.reason().kind()));
    assertEquals(tunnels, closed.stream().map(end -> end.subject().tunnelId()).distinct().count());
    assertTrue(gateway.server().tunnels().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everyByteOfAHostThatClosesArrives(TransportKind transport, TlsEngine engine, NetworkIo io)
      throws IOException {
    byte[] last = new byte[3 * BYTES];
    new Random(1).nextBytes(last);
    try (Hosts host = Hosts.start(socket -> socket.getOutputStream().write(last));
        TestGateway gateway = gateway(engine, io);
        GatewayChannel channel = client(gateway, transport).open("127.0.0.1", host.port())) {
      // The host has long gone and its bytes fill every buffer on the way before the first is read.
      gateway.events.await(GatewayEvent.ChannelOpened.class);
      assertArrayEquals(last, channel.input().readAllBytes());
      assertEquals(0xA0, channel.closeCode().orElseThrow());
      GatewayEvent.ChannelClosed end = gateway.events.await(GatewayEvent.ChannelClosed.class);
      assertEquals(CloseReason.Kind.HOST_CLOSED, end.reason().kind());
      assertEquals(last.length, end.bytesToClient());
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everyByteOfAClientThatClosesArrives(TransportKind transport, TlsEngine engine, NetworkIo io)
      throws Exception {
    byte[] last = new byte[3 * BYTES];
    new Random(2).nextBytes(last);
    var received = new CompletableFuture<byte[]>();
    try (Hosts host =
            Hosts.start(socket -> received.complete(socket.getInputStream().readAllBytes()));
        TestGateway gateway = gateway(engine, io)) {
      GatewayChannel channel = client(gateway, transport).open("127.0.0.1", host.port());
      channel.output().write(last);
      channel.close();
      assertArrayEquals(last, received.get());
    }
  }
}
