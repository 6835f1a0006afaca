/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import static io.rdgateway.transport.tls.EchoServer.Connection.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.rdgateway.tls.TestCertificates;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.transport.tls.EchoServer.Connection;
import io.rdgateway.transport.tls.TlsRecords.Head;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has broken other servers, on both engines. After each test nothing may be left behind. */
@ExtendWith(LeakWatch.class)
@ParameterizedClass
@EnumSource(
    value = TlsEngine.class,
    names = {"JDK", "BORINGSSL"})
class TlsTortureTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final TlsIdentity IDENTITY =
      new TlsIdentity(
          TestCertificates.RSA.getPrivate(),
          List.of(TestCertificates.of(TestCertificates.RSA).make()));

  @Parameter TlsEngine engine = TlsEngine.AUTO;

  @BeforeEach
  void assumeEngine() {
    Engines.assumeLoads(engine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void severalRecordsInOneReadAllArrive(String protocol) throws Exception {
    try (EchoServer server = start(LONG);
        TlsClient client = connect(server, protocol).handshake()) {
      client.tcp.hold();
      for (int i = 0; i < 50; i++) {
        client.send("record " + (i % 10));
      }
      client.tcp.release();

      assertEquals("record 0", client.read(8));
      client.read(8 * 48);
      assertEquals("record 9", client.read(8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void recordsInTinyPiecesAllArrive(String protocol) throws Exception {
    try (EchoServer server = start(LONG);
        TlsClient client = connect(server, protocol).handshake()) {
      client.tcp.hold();
      client.send("piece");
      for (int i = 0; i < 20; i++) {
        client.tcp.releaseFirst(1);
      }
      client.tcp.release();

      assertEquals("piece", client.read(5));
    }
  }

  @Test
  void keyUpdatesGoOnBothWays() throws Exception {
    try (EchoServer server = start(LONG);
        TlsClient client = connect(server, "TLSv1.3").handshake()) {
      client.echo("before");
      for (int i = 0; i < 3; i++) {
        client.tcp.takeReceived();

        client.tls.startHandshake();

        assertEquals("after the update", client.echo("after the update"));
        List<Head> answer = TlsRecords.of(client.tcp.takeReceived());
        assertEquals(
            2, answer.size(), () -> "an update of the server's key, then the data: " + answer);
      }
      assertFalse(server.accepted().failure.isDone());
    }
  }

  /** Each request makes the server answer; a client that never reads would fill its memory. */
  @Test
  void floodOfKeyUpdatesIsCutOff() throws Exception {
    ServerTls tls = new ServerTls(IDENTITY, engine, Instant.now());
    try (EchoServer server = new EchoServer(tls, LONG, 32_768, 4_096);
        TlsClient client =
            new TlsClient(TappedSocket.narrow(server.port()), IDENTITY, "TLSv1.3").handshake()) {
      Connection connection = server.accepted();
      await(connection.handshake);

      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 100_000; i++) {
              client.tls.startHandshake();
            }
          });

      await(connection.closed);
      assertFalse(await(connection.end).isSuccess());
      if (engine == TlsEngine.JDK) {
        String reason = String.valueOf(await(connection.failure).getMessage());
        assertTrue(reason.contains("the client sends without ever reading"), reason);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void endOfTheClientIsKnownAsSuch(String protocol) throws Exception {
    try (EchoServer server = start(LONG);
        TlsClient client = connect(server, protocol).handshake()) {
      client.echo("hello");
      Connection connection = server.accepted();

      client.tls.shutdownOutput();

      assertTrue(await(connection.end).isSuccess());
      assertEquals(-1, client.tls.getInputStream().read());
      await(connection.closed);
      assertFalse(connection.failure.isDone());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void allThatWasWrittenBeforeTheCloseArrives(String protocol) throws Exception {
    int size = 4 << 20;
    try (EchoServer server = start(LONG);
        TlsClient client = connect(server, protocol).handshake()) {
      client.echo("hello");
      Connection connection = server.accepted();
      client.tcp.takeReceived();

      ChannelFuture written =
          connection
              .channel
              .writeAndFlush(UnpooledByteBufAllocator.DEFAULT.directBuffer(size).writeZero(size))
              .addListener(ChannelFutureListener.CLOSE);

      assertEquals(size, client.tls.getInputStream().readAllBytes().length);
      assertTrue(written.await(20, TimeUnit.SECONDS) && written.isSuccess());
      await(connection.closed);
      List<Head> records = TlsRecords.of(client.tcp.takeReceived());
      Head last = records.get(records.size() - 1);
      assertTrue(
          last.type() == TlsRecords.ALERT || last.length() < 64,
          () -> "no close_notify at the end but " + last);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"end", "close_notify", "reset"})
  void endDuringTheHandshakeClosesAtOnce(String way) throws Exception {
    try (EchoServer server = start(LONG);
        TlsClient client = connect(server, "TLSv1.3")) {
      client.tcp.hold();
      CompletableFuture<Void> handshake = CompletableFuture.runAsync(() -> failing(client));
      client.tcp.awaitHeld();
      switch (way) {
        case "end" -> {
          client.tcp.releaseFirst(100);
          client.tcp.shutdownOutput();
        }
        case "close_notify" ->
            client.tcp.sendRaw(TlsRecords.make(TlsRecords.ALERT, 2, (byte) 1, (byte) 0));
        default -> {
          client.tcp.releaseFirst(100);
          client.tcp.setSoLinger(true, 0);
          client.tcp.close();
        }
      }
      Connection connection = server.accepted();

      await(connection.closed);
      assertFalse(await(connection.handshake).isSuccess());
      client.tcp.close();
      await(handshake);
    }
  }

  /** The head alone must do: nobody waits for what is too long. */
  @Test
  void oversizedRecordsAreRefusedByTheirHead() throws Exception {
    try (EchoServer server = start(LONG)) {
      try (TappedSocket early = new TappedSocket(server.port())) {
        early.sendRaw(TlsRecords.make(TlsRecords.HANDSHAKE, 0xffff, (byte) 1));

        drain(early.getInputStream());
        Connection connection = server.accepted();
        await(connection.closed);
        assertFalse(await(connection.handshake).isSuccess());
      }
      for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
        try (TlsClient late = connect(server, protocol).handshake()) {
          late.echo("hello");

          late.tcp.sendRaw(TlsRecords.make(TlsRecords.APPLICATION_DATA, 18_433, (byte) 1));

          drain(late.tcp.getInputStream());
          Connection connection = server.accepted();
          await(connection.closed);
          await(connection.failure);
        }
      }
    }
  }

  @Test
  void clientThatSaysNothingIsClosedAtTheDeadline() throws Exception {
    try (EchoServer server = start(Duration.ofMillis(50));
        TappedSocket silent = new TappedSocket(server.port());
        TappedSocket slow = new TappedSocket(server.port())) {
      slow.sendRaw(new byte[] {TlsRecords.HANDSHAKE, 3, 1});

      drain(silent.getInputStream());
      drain(slow.getInputStream());
      for (int i = 0; i < 2; i++) {
        Connection connection = server.accepted();
        await(connection.closed);
        assertInstanceOf(SslHandshakeTimeoutException.class, await(connection.handshake).cause());
      }
    }
  }

  @Test
  void renegotiationClosesTheConnection() throws Exception {
    try (EchoServer server = start(LONG);
        TlsClient client = connect(server, "TLSv1.2").handshake()) {
      client.echo("hello");
      Connection connection = server.accepted();

      client.tls.startHandshake();
      drain(client.tls.getInputStream());

      await(connection.closed);
      String reason = String.valueOf(await(connection.failure).getMessage());
      assertTrue(reason.toLowerCase(Locale.ROOT).contains("renegotiat"), reason);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void endWithoutAWordCountsAsTruncation(String protocol) throws Exception {
    try (EchoServer server = start(LONG);
        TlsClient client = connect(server, protocol).handshake()) {
      client.echo("hello");
      Connection connection = server.accepted();

      client.tcp.close();

      await(connection.closed);
      assertFalse(await(connection.end).isSuccess());
    }
  }

  @Test
  void plainHttpIsRefusedWithoutQuotingIt() throws Exception {
    String request =
        "GET / HTTP/1.1\r\nHost: gateway.example\r\nAuthorization: Basic dXNlcjpzZXNhbWU=\r\n\r\n";
    try (EchoServer server = start(LONG);
        TappedSocket client = new TappedSocket(server.port())) {
      client.sendRaw(request.getBytes(US_ASCII));

      assertTrue(drain(client.getInputStream()) <= 7, "at most an alert");
      Connection connection = server.accepted();
      await(connection.closed);
      assertFalse(await(connection.handshake).isSuccess());
      String text = await(connection.failure) + " " + await(connection.handshake).cause();
      assertFalse(text.contains("Basic"), text);
      assertFalse(text.contains(HexFormat.of().formatHex("Basic".getBytes(US_ASCII))), text);
    }
  }

  /** A ClientHello may be spread over records; its own head says how long it will be. */
  @Test
  void hugeClientHelloIsRefusedByItsHead() throws Exception {
    byte[] part = new byte[16_384];
    part[0] = 1;
    part[1] = (byte) 0xff;
    part[2] = (byte) 0xff;
    part[3] = (byte) 0xff;
    try (EchoServer server = start(LONG);
        TappedSocket client = new TappedSocket(server.port())) {
      client.sendRaw(TlsRecords.make(TlsRecords.HANDSHAKE, part.length, part));

      drain(client.getInputStream());
      Connection connection = server.accepted();
      await(connection.closed);
      assertFalse(await(connection.handshake).isSuccess());
    }
  }

  private EchoServer start(Duration handshakeTimeout) {
    return new EchoServer(new ServerTls(IDENTITY, engine, Instant.now()), handshakeTimeout);
  }

  private static TlsClient connect(EchoServer server, String protocol) throws Exception {
    return new TlsClient(server.port(), IDENTITY, protocol);
  }

  private static void failing(TlsClient client) {
    assertThrows(IOException.class, client::handshake);
  }

  /** Reads until the server closes; returns how many bytes came. A reset is an end, too. */
  private static int drain(InputStream in) {
    int count = 0;
    try {
      while (in.read() >= 0) {
        count++;
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server does not close", e);
    } catch (IOException e) {
      return count;
    }
    return count;
  }
}
