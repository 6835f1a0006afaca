/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A way to the host through what is measured, from the end of the TLS handshake on: the handler of
 * the connection that bytes come from. Belongs to the event loop.
 */
abstract class Tunnel extends ChannelInboundHandlerAdapter {

  /** Who uses the tunnel. */
  interface User {
    /** The host can be reached. */
    void opened(Tunnel tunnel);

    /** Bytes of the host have come. */
    void received(Tunnel tunnel, int bytes);

    /** The tunnel takes bytes again. */
    void writable(Tunnel tunnel);

    /** The tunnel has ended, and not because of {@link Tunnel#close}. */
    void failed(Tunnel tunnel, String why);
  }

  private final User user;
  private @Nullable Channel channel;
  private boolean over;

  Tunnel(User user) {
    this.user = user;
  }

  /** How messages for {@link #send} are framed. */
  abstract Framing framing();

  /** TLS is up on this connection. */
  abstract void secured() throws IOException;

  /** Bytes; what is read of them is done with. */
  abstract void read(ByteBuf bytes) throws IOException;

  /** The connection that bytes go to. */
  Channel writing() {
    return channel();
  }

  final Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("not connected");
    }
    return channel;
  }

  final User user() {
    return user;
  }

  /** Takes a message that stays the caller's, without a flush. */
  final void send(ByteBuf message) {
    writing().write(message.retainedDuplicate(), writing().voidPromise());
  }

  final void flush() {
    writing().flush();
  }

  final boolean isWritable() {
    return writing().isWritable();
  }

  /** Ends it. */
  void close() {
    over = true;
    if (channel != null) {
      channel.close();
    }
  }

  final boolean isOver() {
    return over;
  }

  void fail(String why) {
    if (!over) {
      close();
      user.failed(this, why);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws IOException {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        secured();
      } else {
        fail("the TLS handshake failed: " + handshake.cause());
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (!over) {
        read(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!over && writing().isWritable()) {
      user.writable(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail("the connection ended");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(cause.toString());
  }
}
