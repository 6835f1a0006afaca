/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.transport.tls.ServerTls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to encrypt one message for a client and to decrypt one of a client's, by the
 * gateway's own handler with TLS 1.3 and AES-128-GCM, without sockets.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 15, time = 1) // the JDK needs it to compile its AES
@Measurement(iterations = 5, time = 1)
public class TlsBenchmark {
  /** Whose TLS. */
  @Param({"JDK", "BORINGSSL"})
  TlsEngine engine = TlsEngine.JDK;

  /** The bytes of a message. */
  @Param({"64", "8192", "16367"})
  int size;

  private EmbeddedChannel server = new EmbeddedChannel();
  private EmbeddedChannel client = new EmbeddedChannel();
  private ByteBuf message = PooledByteBufAllocator.DEFAULT.directBuffer(0);

  /** Connects both ends to each other. */
  @Setup
  public void prepare() throws SSLException {
    TlsIdentity identity =
        SelfSignedCertificate.generate(
                List.of("localhost"),
                SelfSignedCertificate.KeyType.RSA_2048,
                Instant.now().minusSeconds(60),
                Duration.ofDays(1))
            .identity();
    SslHandler clientTls =
        SslContextBuilder.forClient()
            .sslProvider(engine == TlsEngine.JDK ? SslProvider.JDK : SslProvider.OPENSSL_REFCNT)
            .protocols("TLSv1.3")
            .ciphers(List.of("TLS_AES_128_GCM_SHA256"))
            .trustManager(identity.certificate())
            .endpointIdentificationAlgorithm(null)
            .build()
            .newHandler(PooledByteBufAllocator.DEFAULT);
    clientTls.setWrapDataSize(0);
    try (ServerTls tls = new ServerTls(identity, engine, Instant.now())) {
      server = channel();
      tls.addTo(server.pipeline(), PooledByteBufAllocator.DEFAULT, Duration.ofSeconds(10));
      client = channel(clientTls);
      boolean moved;
      do {
        moved = move(client, server);
        moved |= move(server, client);
      } while (moved);
    }
    message = PooledByteBufAllocator.DEFAULT.directBuffer(size).writeZero(size);
    if (encrypt() <= size || roundTrip() != size) {
      throw new IllegalStateException("the two ends do not understand each other");
    }
  }

  private static EmbeddedChannel channel(ChannelHandler... handlers) {
    EmbeddedChannel channel = new EmbeddedChannel(handlers);
    channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    return channel;
  }

  private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    boolean moved = false;
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      to.writeInbound(bytes);
      moved = true;
    }
    return moved;
  }

  /** Closes both. */
  @TearDown
  public void end() {
    message.release();
    for (Channel one : List.of(client, server)) {
      one.close();
    }
    server.releaseOutbound();
    client.releaseOutbound();
  }

  /** The gateway encrypts. */
  @Benchmark
  public int encrypt() {
    server.writeOutbound(message.retainedDuplicate());
    return drain(server.outboundMessages());
  }

  /** The client encrypts and the gateway decrypts. */
  @Benchmark
  public int roundTrip() {
    client.writeOutbound(message.retainedDuplicate());
    move(client, server);
    return drain(server.inboundMessages());
  }

  private static int drain(Queue<Object> messages) {
    int bytes = 0;
    for (Object one = messages.poll(); one != null; one = messages.poll()) {
      bytes += ((ByteBuf) one).readableBytes();
      ((ByteBuf) one).release();
    }
    return bytes;
  }
}
