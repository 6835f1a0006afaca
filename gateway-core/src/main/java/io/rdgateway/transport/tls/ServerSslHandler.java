/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProtocols;
import io.netty.util.ReferenceCounted;
import io.rdgateway.spi.EndPointBinding;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one client's connection.
 *
 * <p>Each write becomes records of its own, and a buffer of at most {@link #maxRecordData()} bytes
 * exactly one: nothing is gathered or split, so nothing is copied. Write direct buffers, and not
 * many tiny ones.
 *
 * <p>What the next handler sees: {@link io.netty.handler.ssl.SslHandshakeCompletionEvent}, then
 * plain bytes, then {@link io.netty.handler.ssl.SslCloseCompletionEvent}. The latter succeeds when
 * the client has said that it ends, and fails when its connection ended without a word, so that the
 * data may be truncated. The next handler closes the connection then, and on every exception; the
 * messages of exceptions never quote what the client sent.
 *
 * <p>A close drops what was not flushed, and cuts off what has not left within a second: who must
 * deliver all closes when the last write is done. Once the client has ended, nothing can be sent.
 */
public final class ServerSslHandler extends SslHandler {
  /** How long the last bytes and the close_notify may take to leave. */
  private static final Duration CLOSE_FLUSH = Duration.ofSeconds(1);

  private static final int RECORD_HEADER = 5;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;
  private static final int MAJOR_VERSION = 3;

  /** RFC 8446, section 5.1. */
  private static final int MAX_PLAINTEXT = 16_384;

  /** The JDK ends each plaintext of TLS 1.3 with the content type and 16 bytes of padding. */
  private static final int JDK_PADDING = 17;

  /** RFC 5246, section 6.2.3; the bound of TLS 1.3 is lower and kept by the engine. */
  private static final int MAX_CIPHERTEXT = MAX_PLAINTEXT + 2_048;

  /**
   * How many bytes may wait for the client beyond the low water mark while it goes on sending. Far
   * above what a relay lets pile up.
   */
  static final int MAX_BACKLOG = 2 << 20;

  /** Lets a client that really receives much at once say a few things meanwhile. */
  private static final int READS_OVER_BACKLOG = 64;

  private final @Nullable EndPointBinding endPointBinding;
  private final boolean jdk;
  private final int maxBacklog;
  private int readsOverBacklog;

  ServerSslHandler(
      SSLEngine engine,
      @Nullable EndPointBinding endPointBinding,
      Duration handshakeTimeout,
      int maxBacklog) {
    super(engine);
    this.endPointBinding = endPointBinding;
    this.maxBacklog = maxBacklog;
    // The native engine is the reference-counted one, and does all of this by itself.
    jdk = !(engine instanceof ReferenceCounted);
    if (jdk) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setUseCipherSuitesOrder(true);
      engine.setSSLParameters(parameters);
    }
    setHandshakeTimeout(Math.max(1, handshakeTimeout.toMillis()), TimeUnit.MILLISECONDS);
    setCloseNotifyFlushTimeout(CLOSE_FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    setCloseNotifyReadTimeout(0, TimeUnit.MILLISECONDS);
    setWrapDataSize(0);
  }

  /**
   * The channel binding of this connection.
   *
   * @return {@code null} if the certificate's signature algorithm has none
   */
  public @Nullable EndPointBinding endPointBinding() {
    return endPointBinding;
  }

  /**
   * What the client has shown and the handshake has checked; to be asked after it.
   *
   * @return the client's own certificate first; empty if it has shown none
   */
  public List<X509Certificate> clientCertificates() {
    SSLSession session = engine().getSession();
    try {
      return Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // how the JDK says that there is none
    }
  }

  /**
   * How many bytes one record carries on this connection; one byte more makes a second record.
   *
   * @return 16,384, or somewhat less with the JDK's engine and TLS 1.3; to be asked after the
   *     handshake
   */
  public int maxRecordData() {
    boolean padded = jdk && SslProtocols.TLS_v1_3.equals(engine().getSession().getProtocol());
    return padded ? MAX_PLAINTEXT - JDK_PADDING : MAX_PLAINTEXT;
  }

  /**
   * With the JDK's engine, called once per record with the record's first byte at the reader index;
   * with BoringSSL, once per read.
   */
  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws SSLException {
    String fault = overload(ctx.channel());
    if (fault == null && jdk && in.readableBytes() >= RECORD_HEADER) {
      fault = fault(in, in.readerIndex());
    }
    if (fault != null) {
      in.skipBytes(in.readableBytes());
      ChannelFuture unused = ctx.close();
      throw new SSLException(fault);
    }
    super.decode(ctx, in, out);
  }

  /**
   * A client may ask for as many key updates as it likes, and each makes the engine write an answer
   * that nobody counts. Who lets them pile up is not a client.
   */
  private @Nullable String overload(Channel channel) {
    if (channel.bytesBeforeWritable() <= maxBacklog) {
      readsOverBacklog = 0;
      return null;
    }
    readsOverBacklog++;
    return readsOverBacklog > READS_OVER_BACKLOG ? "the client sends without ever reading" : null;
  }

  private @Nullable String fault(ByteBuf in, int at) {
    int type = in.getUnsignedByte(at);
    if (type < CHANGE_CIPHER_SPEC
        || type > APPLICATION_DATA
        || in.getUnsignedByte(at + 1) != MAJOR_VERSION) {
      return "not a TLS record";
    }
    int length = in.getUnsignedShort(at + 3);
    if (length > MAX_CIPHERTEXT) {
      return "a TLS record of " + length + " bytes";
    }
    // TLS 1.3 hides its handshake messages inside application data, its key updates included.
    if (type == HANDSHAKE && handshakeFuture().isSuccess()) {
      return "the client tried to renegotiate";
    }
    return null;
  }
}
