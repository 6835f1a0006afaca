/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import static io.rdgateway.transport.tls.EchoServer.Connection.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.tls.TestCertificates;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.transport.tls.EchoServer.Connection;
import io.rdgateway.transport.tls.TlsRecords.Head;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakWatch.class)
@ParameterizedClass
@EnumSource(
    value = TlsEngine.class,
    names = {"JDK", "BORINGSSL"})
class ServerTlsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final TlsIdentity IDENTITY = identity(TestCertificates.RSA);

  @Parameter TlsEngine engine = TlsEngine.AUTO;

  @BeforeEach
  void assumeEngine() {
    Engines.assumeLoads(engine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void servesEveryKindOfKey(String protocol) throws Exception {
    for (KeyPair keys :
        List.of(
            TestCertificates.RSA,
            TestCertificates.ec("secp256r1"),
            TestCertificates.ec("secp384r1"),
            TestCertificates.ec("secp521r1"))) {
      TlsIdentity identity = identity(keys);
      try (EchoServer server = start(identity);
          TlsClient client = new TlsClient(server.port(), identity, protocol)) {
        assertEquals("hello", client.handshake().echo("hello"));

        assertEquals(protocol, client.tls.getSession().getProtocol());
        assertTrue(await(server.accepted().handshake).isSuccess());
      }
    }
  }

  @Test
  void presentsTheWholeChain() throws Exception {
    KeyPair root = TestCertificates.ec("secp256r1");
    var issuer = TestCertificates.of(root).subject("CN=root").authority().make();
    TlsIdentity identity =
        new TlsIdentity(
            TestCertificates.RSA.getPrivate(),
            List.of(
                TestCertificates.of(TestCertificates.RSA)
                    .signature("SHA256withECDSA")
                    .issuedBy(issuer, root.getPrivate())
                    .make(),
                issuer));
    try (EchoServer server = start(identity);
        TlsClient client = new TlsClient(server.port(), identity, "TLSv1.3")) {
      client.handshake();

      assertArrayEquals(identity.chain().toArray(), client.tls.getSession().getPeerCertificates());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void choosesTheFastestSuiteWhateverTheClientPrefers(String protocol) throws Exception {
    try (EchoServer server = start(IDENTITY);
        TlsClient client = new TlsClient(server.port(), IDENTITY, protocol)) {
      client
          .suites(
              "TLS_CHACHA20_POLY1305_SHA256",
              "TLS_AES_256_GCM_SHA384",
              "TLS_AES_128_GCM_SHA256",
              "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
              "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
              "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
          .handshake();

      // BoringSSL takes the first of the client's suites when it has AES instructions.
      boolean clientDecides = engine == TlsEngine.BORINGSSL && protocol.equals("TLSv1.3");
      String expected = clientDecides ? "CHACHA20_POLY1305_SHA256" : "AES_128_GCM_SHA256";
      assertTrue(
          client.tls.getSession().getCipherSuite().endsWith(expected),
          client.tls.getSession()::getCipherSuite);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
      })
  void hasTheOtherStrongSuites(String suite) throws Exception {
    try (EchoServer server = start(IDENTITY);
        TlsClient client = new TlsClient(server.port(), IDENTITY, "TLSv1.3", "TLSv1.2")) {
      client.suites(suite).handshake();

      assertEquals(suite, client.tls.getSession().getCipherSuite());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
      })
  void refusesWeakSuites(String suite) throws Exception {
    try (EchoServer server = start(IDENTITY);
        TlsClient client = new TlsClient(server.port(), IDENTITY, "TLSv1.2")) {
      client.suites(suite);

      assertThrows(SSLException.class, client::handshake);
      assertFalse(await(server.accepted().handshake).isSuccess());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0300, 0x0301, 0x0302})
  void refusesOldVersionsWithTheProperAlert(int version) throws Exception {
    try (EchoServer server = start(IDENTITY);
        TappedSocket client = new TappedSocket(server.port())) {
      client.sendRaw(TlsRecords.clientHello(version));

      byte[] answer = client.getInputStream().readAllBytes();

      assertEquals(7, answer.length);
      assertEquals(TlsRecords.ALERT, answer[0]);
      assertEquals(2, answer[5], "fatal");
      assertEquals(70, answer[6], "protocol_version");
      assertFalse(await(server.accepted().handshake).isSuccess());
    }
  }

  @Test
  void takesTheSameRawHelloAtTls12() throws Exception {
    try (EchoServer server = start(IDENTITY);
        TappedSocket client = new TappedSocket(server.port())) {
      client.sendRaw(TlsRecords.clientHello(0x0303));

      assertEquals(TlsRecords.HANDSHAKE, client.getInputStream().read());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void agreesOnHttp11Only(String protocol) throws Exception {
    try (EchoServer server = start(IDENTITY)) {
      try (TlsClient both =
          new TlsClient(server.port(), IDENTITY, protocol).offering("h2", "http/1.1")) {
        both.handshake();
        assertEquals("http/1.1", both.tls.getApplicationProtocol());
        server.accepted();
      }
      try (TlsClient modern = new TlsClient(server.port(), IDENTITY, protocol).offering("h2")) {
        assertEquals("hello", modern.handshake().echo("hello"));
        assertEquals("", modern.tls.getApplicationProtocol());
      }
      try (TlsClient silent = new TlsClient(server.port(), IDENTITY, protocol)) {
        assertEquals("hello", silent.handshake().echo("hello"));
        assertEquals("", silent.tls.getApplicationProtocol());
      }
    }
  }

  /**
   * A packet as large as a record is one record and is encrypted from where it lies: the only new
   * buffer is the one for the record. Small packets before and after it change nothing.
   */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void makesOneRecordOfOnePacketWithoutCopying(String protocol) throws Exception {
    try (EchoServer server = start(IDENTITY);
        TlsClient client = new TlsClient(server.port(), IDENTITY, protocol)) {
      client.suites("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
      client.handshake().echo("hello");
      Connection connection = server.accepted();
      int full = connection.handler().maxRecordData();
      boolean padded = engine == TlsEngine.JDK && protocol.equals("TLSv1.3");
      assertEquals(padded ? 16_367 : 16_384, full);
      client.tcp.takeReceived();
      server.allocator.takeBig();

      List<Integer> sizes = List.of(full, 5_000, full, full, 700);
      write(connection, sizes);
      client.read(sizes.stream().mapToInt(Integer::intValue).sum());

      int overhead = protocol.equals("TLSv1.2") ? 8 + 16 : padded ? 17 + 16 : 1 + 16;
      assertEquals(
          sizes.stream().map(n -> new Head(TlsRecords.APPLICATION_DATA, n + overhead)).toList(),
          TlsRecords.of(client.tcp.takeReceived()));
      // The JDK's engine wants room for a whole record even for a small one.
      assertEquals(engine == TlsEngine.JDK ? 5 : 3, server.allocator.takeBig());

      write(connection, List.of(full + 1));
      client.read(full + 1);

      assertEquals(2, TlsRecords.of(client.tcp.takeReceived()).size());
    }
  }

  private static void write(Connection connection, List<Integer> sizes) throws Exception {
    List<ByteBuf> packets = new ArrayList<>();
    for (int size : sizes) {
      packets.add(UnpooledByteBufAllocator.DEFAULT.directBuffer(size).writeZero(size));
    }
    CompletableFuture<Void> written = new CompletableFuture<>();
    connection
        .channel
        .eventLoop()
        .execute(
            () -> {
              for (ByteBuf packet : packets.subList(0, packets.size() - 1)) {
                ChannelFuture unused = connection.channel.write(packet);
              }
              connection
                  .channel
                  .writeAndFlush(packets.get(packets.size() - 1))
                  .addListener(done -> written.complete(null));
            });
    await(written);
  }

  @Test
  void keepsRunningHandshakesWithTheCertificateThatTheyBeganWith() throws Exception {
    TlsIdentity renewed = identity(TestCertificates.RSA);
    ServerTls tls = new ServerTls(IDENTITY, engine, Instant.now());
    try (EchoServer server = new EchoServer(tls, LONG);
        TlsClient early = new TlsClient(server.port(), IDENTITY, "TLSv1.3")) {
      early.tcp.hold();
      CompletableFuture<TlsClient> handshake = handshakeOfItsOwn(early);
      early.tcp.awaitHeld();
      early.tcp.releaseFirst(50);
      Connection connection = server.accepted();

      tls.replace(List.of(renewed), Instant.now());
      early.tcp.release();

      assertEquals("hello", handshake.get(20, TimeUnit.SECONDS).echo("hello"));
      assertEquals(IDENTITY.certificate(), early.tls.getSession().getPeerCertificates()[0]);
      assertEquals(binding(IDENTITY), connection.handler().endPointBinding());
      try (TlsClient late = new TlsClient(server.port(), renewed, "TLSv1.3")) {
        assertEquals("hello", late.handshake().echo("hello"));
        assertEquals(renewed.certificate(), late.tls.getSession().getPeerCertificates()[0]);
        assertEquals(binding(renewed), server.accepted().handler().endPointBinding());
        assertEquals(List.of(renewed), tls.identities());
      }
    }
  }

  @Test
  void letsRunningHandshakesEndAfterItsClose() throws Exception {
    ServerTls tls = new ServerTls(IDENTITY, engine, Instant.now());
    try (EchoServer server = new EchoServer(tls, LONG);
        TlsClient client = new TlsClient(server.port(), IDENTITY, "TLSv1.3")) {
      server.accepted();

      tls.close();

      assertEquals("hello", client.handshake().echo("hello"));
    }
  }

  @Test
  void makesNoHandlerOnceClosed() {
    ServerTls tls = new ServerTls(IDENTITY, engine, Instant.now());
    tls.close();
    tls.close();

    assertThrows(IllegalStateException.class, () -> newHandler(tls, LONG));
    assertThrows(IllegalStateException.class, () -> tls.replace(List.of(IDENTITY), Instant.now()));
  }

  @Test
  void keepsItsCertificateWhenTheNextOneIsRefused() {
    Instant later = Instant.now().plus(Duration.ofDays(365));
    try (ServerTls tls = new ServerTls(IDENTITY, engine, Instant.now())) {
      assertThrows(
          ConfigurationException.class,
          () -> tls.replace(List.of(identity(TestCertificates.RSA)), later));

      assertEquals(List.of(IDENTITY), tls.identities());
      assertEquals(engine, tls.engine());
    }
    assertThrows(ConfigurationException.class, () -> new ServerTls(IDENTITY, engine, later));
  }

  @Test
  void boundsItsSessionsAndFreesItsContext() {
    SslContext context = ServerContexts.make(IDENTITY, engine, null);

    assertEquals(1024, context.sessionContext().getSessionCacheSize());
    assertEquals(600, context.sessionContext().getSessionTimeout());
    assertEquals(
        Set.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
        Set.copyOf(context.cipherSuites()));
    ReferenceCountUtil.release(context);
    if (context instanceof ReferenceCounted counted) {
      assertEquals(0, counted.refCnt());
    }
  }

  @Test
  void waitsAtMostASecondForTheLastBytes() {
    try (ServerTls tls = new ServerTls(IDENTITY, engine, Instant.now())) {
      ServerSslHandler handler = newHandler(tls, Duration.ofNanos(1));

      assertEquals(1000, handler.getCloseNotifyFlushTimeoutMillis());
      assertEquals(0, handler.getCloseNotifyReadTimeoutMillis());
      assertEquals(1, handler.getHandshakeTimeoutMillis(), "zero would be no limit");
      ReferenceCountUtil.release(handler.engine());
    }
  }

  @Test
  void usesAKeyThatStaysInsideATokenWithTheJdkOnly() throws Exception {
    TlsIdentity identity =
        new TlsIdentity(
            new KeyInToken((RSAPrivateKey) TestCertificates.RSA.getPrivate()), IDENTITY.chain());
    if (engine == TlsEngine.BORINGSSL) {
      assertEquals(
          "The TLS engine BORINGSSL cannot use a private key that stays inside a token; choose"
              + " JDK.",
          assertThrows(
                  ConfigurationException.class,
                  () -> new ServerTls(identity, engine, Instant.now()))
              .getMessage());
      return;
    }
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      ServerTls tls = new ServerTls(identity, TlsEngine.AUTO, Instant.now());
      assertEquals(TlsEngine.JDK, tls.engine());
      try (EchoServer server = new EchoServer(tls, LONG);
          TlsClient client = new TlsClient(server.port(), identity, protocol)) {
        assertEquals("hello", client.handshake().echo("hello"));
      }
    }
  }

  @Test
  void choosesTheFasterEngineByItself() {
    try (ServerTls tls = new ServerTls(IDENTITY, TlsEngine.AUTO, Instant.now())) {
      assertEquals(OpenSsl.isAvailable() ? TlsEngine.BORINGSSL : TlsEngine.JDK, tls.engine());
    }
  }

  private static ServerSslHandler newHandler(ServerTls tls, Duration handshakeTimeout) {
    return tls.newHandler(
        null, UnpooledByteBufAllocator.DEFAULT, handshakeTimeout, ServerSslHandler.MAX_BACKLOG);
  }

  private EchoServer start(TlsIdentity identity) {
    return new EchoServer(new ServerTls(identity, engine, Instant.now()), LONG);
  }

  private static TlsIdentity identity(KeyPair keys) {
    return new TlsIdentity(keys.getPrivate(), List.of(TestCertificates.of(keys).make()));
  }

  private static EndPointBinding binding(TlsIdentity identity) throws Exception {
    EndPointBinding binding = EndPointBinding.of(identity.certificate());
    if (binding == null) {
      throw new AssertionError("no binding");
    }
    return binding;
  }

  private static CompletableFuture<TlsClient> handshakeOfItsOwn(TlsClient client) {
    CompletableFuture<TlsClient> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(client.handshake());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            },
            "client handshake");
    thread.setDaemon(true);
    thread.start();
    return result;
  }
}
