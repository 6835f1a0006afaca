/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the client's first message and leaves its place to TLS with the certificate for the
 * name in it. What is no such message is for TLS with the first certificate, which refuses it
 * properly.
 */
final class NameChooser extends AbstractSniHandler<Void> {
  /** As much as the JDK's engine takes of one message; BoringSSL takes half. */
  private static final int MAX_CLIENT_HELLO = 32 << 10;

  private static final int HANDSHAKE = 22;

  private final ServerTls tls;
  private final ClientTls connection;
  private final Duration handshakeTimeout;
  private final int maxBacklog;
  private long began;

  NameChooser(ServerTls tls, ClientTls connection, Duration handshakeTimeout, int maxBacklog) {
    super(MAX_CLIENT_HELLO, Math.max(1, handshakeTimeout.toMillis()));
    this.tls = tls;
    this.connection = connection;
    this.handshakeTimeout = handshakeTimeout;
    this.maxBacklog = maxBacklog;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    began = ctx.executor().ticker().nanoTime();
    super.handlerAdded(ctx);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (in.getUnsignedByte(in.readerIndex()) == HANDSHAKE) {
      super.decode(ctx, in, out);
    } else {
      goOn(ctx, null); // Netty's complaint would quote what the client sent
    }
  }

  @Override
  protected Future<Void> lookup(ChannelHandlerContext ctx, @Nullable String name) {
    return ctx.executor().newSucceededFuture(null);
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext ctx, @Nullable String name, Future<Void> done) {
    goOn(ctx, name);
  }

  private void goOn(ChannelHandlerContext ctx, @Nullable String name) {
    Duration spent = Duration.ofNanos(ctx.executor().ticker().nanoTime() - began);
    ServerSslHandler handler =
        tls.newHandler(name, ctx.alloc(), handshakeTimeout.minus(spent), maxBacklog);
    connection.begin(handler);
    ctx.pipeline().replace(this, ctx.name(), handler);
  }
}
