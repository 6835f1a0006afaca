/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static io.rdgateway.auth.radius.Radius.SECRET;
import static io.rdgateway.auth.radius.Radius.asking;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Sockets of the operating system. */
class NettyLoopTest {

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static RadiusServer.Builder server(DatagramSocket socket) {
    return RadiusServer.builder((InetSocketAddress) socket.getLocalSocketAddress(), SECRET);
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    socket.receive(packet);
    return packet;
  }

  private static byte[] bytes(DatagramPacket packet) {
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static void send(DatagramSocket from, byte[] bytes, DatagramPacket to)
      throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
  }

  @Test
  void theServersAnswerComesThroughAndAnothersDoesNot() throws Exception {
    try (DatagramSocket socket = socket();
        DatagramSocket other = socket();
        RadiusClient client = RadiusClient.open(List.of(server(socket).build()))) {
      CompletableFuture<Reply> answer = client.ask(asking("alice"));
      DatagramPacket request = receive(socket);
      send(other, Wire.reply(Code.ACCESS_ACCEPT, bytes(request)), request);
      send(socket, Wire.reply(Code.ACCESS_REJECT, bytes(request)), request);
      assertEquals(Code.ACCESS_REJECT, answer.get(10, TimeUnit.SECONDS).code());
    }
  }

  /** A datagram that was cut would have the wrong length. */
  @Test
  void theLongestPacketComesThrough() throws Exception {
    byte[][] filling = new byte[16][];
    Arrays.setAll(filling, i -> Wire.attribute(AttributeType.REPLY_MESSAGE, new byte[252]));
    filling[15] =
        Wire.attribute(AttributeType.REPLY_MESSAGE, new byte[4096 - 20 - 18 - 15 * 254 - 2]);
    try (DatagramSocket socket = socket();
        RadiusClient client = RadiusClient.open(List.of(server(socket).build()))) {
      CompletableFuture<Reply> answer = client.ask(asking("alice"));
      DatagramPacket request = receive(socket);
      byte[] longest = Wire.reply(Code.ACCESS_ACCEPT, bytes(request), filling);
      assertEquals(4096, longest.length);
      send(socket, longest, request);
      assertEquals(Code.ACCESS_ACCEPT, answer.get(10, TimeUnit.SECONDS).code());
    }
  }

  @Test
  void theOperatingSystemTellsWhereNothingListens() throws Exception {
    RadiusServer closed;
    try (DatagramSocket socket = socket()) {
      closed = server(socket).build();
    }
    try (DatagramSocket socket = socket();
        RadiusClient client =
            RadiusClient.open(List.of(closed, server(socket).priority(1).build()))) {
      CompletableFuture<Reply> answer = client.ask(asking("alice"));
      DatagramPacket request = receive(socket);
      send(socket, Wire.reply(Code.ACCESS_ACCEPT, bytes(request)), request);
      assertEquals(Code.ACCESS_ACCEPT, answer.get(10, TimeUnit.SECONDS).code());
    }
  }

  /** When the process has opened too many files, for example. */
  @Test
  void aSocketThatCouldNotBeOpenedIsTriedAgain() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    NettyLoop loop =
        new NettyLoop(
            () -> {
              if (full.get()) {
                throw new ChannelException("too many open files");
              }
              return new NioDatagramChannel();
            });
    try (DatagramSocket socket = socket();
        RadiusClient client =
            new RadiusClient(List.of(server(socket).build()), loop, new SecureRandom())) {
      ExecutionException failed =
          assertThrows(
              ExecutionException.class,
              () -> client.ask(asking("alice")).get(10, TimeUnit.SECONDS));
      assertTrue(
          String.valueOf(failed.getMessage()).contains("too many open files"), failed::toString);
      full.set(false);
      CompletableFuture<Reply> answer = client.ask(asking("alice"));
      DatagramPacket request = receive(socket);
      send(socket, Wire.reply(Code.ACCESS_ACCEPT, bytes(request)), request);
      assertEquals(Code.ACCESS_ACCEPT, answer.get(10, TimeUnit.SECONDS).code());
    }
  }

  @Test
  void nothingIsLeftAfterTheEnd() throws Exception {
    var logger = (Logger) LoggerFactory.getLogger(ServerState.class);
    var warnings = new ListAppender<ILoggingEvent>();
    warnings.start();
    logger.addAppender(warnings);
    Thread thread;
    CompletableFuture<Reply> answer;
    try (DatagramSocket socket = socket();
        RadiusClient client = RadiusClient.open(List.of(server(socket).build()))) {
      answer = client.ask(asking("alice"));
      receive(socket);
      thread =
          Thread.getAllStackTraces().keySet().stream()
              .filter(candidate -> candidate.getName().equals("rdgateway-radius"))
              .findFirst()
              .orElseThrow();
    }
    assertTrue(answer.isCompletedExceptionally());
    thread.join(10_000);
    assertEquals(Thread.State.TERMINATED, thread.getState());
    logger.detachAppender(warnings);
    assertEquals(List.of(), warnings.list, "the end of the client is no failure of the server");
  }
}
