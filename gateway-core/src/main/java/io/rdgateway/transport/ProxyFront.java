/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.rdgateway.GatewayEvent;
import io.rdgateway.protocol.ProxyHeader;
import io.rdgateway.protocol.ProxyHeaderReader;
import io.rdgateway.protocol.WireFormatException;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.timer.Timed;
import io.rdgateway.tunnel.Ticks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first handler of a connection from a proxy that speaks the PROXY protocol: takes the header
 * off and makes room for the pipeline of the client that it names. The header counts into the time
 * of the TLS handshake.
 */
final class ProxyFront extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyFront.class);

  /** Puts the pipeline of a client behind this handler. */
  interface Next {
    /**
     * The client is known.
     *
     * @param left of the time for the TLS handshake
     */
    void open(InetSocketAddress client, Duration left);
  }

  private final Services services;
  private final SocketChannel channel;
  private final InetSocketAddress proxy;
  private final Admission.Place place;
  private final Next next;
  private final LoopTimers timers;
  private final Deadline deadline = new Deadline();
  private final ProxyHeaderReader reader = new ProxyHeaderReader();
  private boolean over;

  ProxyFront(
      Services services,
      SocketChannel channel,
      InetSocketAddress proxy,
      Admission.Place place,
      Next next) {
    this.services = services;
    this.channel = channel;
    this.proxy = proxy;
    this.place = place;
    this.next = next;
    timers = services.timers(channel.eventLoop());
    deadline.at = Ticks.after(timers.now(), services.limits().tlsHandshakeTime());
    timers.update(deadline);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (over) {
      bytes.release();
      return;
    }
    boolean passedOn = false;
    try {
      ProxyHeader header = read(bytes);
      if (header != null && open(header)) {
        // The pipeline grows behind this handler, so what is left runs into it.
        if (bytes.isReadable()) {
          passedOn = true;
          ctx.fireChannelRead(bytes);
        }
        ctx.pipeline().remove(this);
      }
    } catch (WireFormatException e) {
      end();
      services.emit(
          new GatewayEvent.RequestRefused(
              services.wallNow(), proxy, 0, String.valueOf(e.getMessage())));
      ctx.close();
    } finally {
      if (!passedOn) {
        bytes.release();
      }
    }
  }

  private @Nullable ProxyHeader read(ByteBuf bytes) throws WireFormatException {
    ByteBuffer in = bytes.nioBuffer();
    int start = in.position();
    ProxyHeader header = reader.feed(in);
    bytes.skipBytes(in.position() - start);
    return header;
  }

  /** False if there is no place for the client. */
  private boolean open(ProxyHeader header) {
    InetSocketAddress client = header.source() == null ? proxy : header.source();
    Duration left = Duration.ofNanos(Math.max(1, deadline.at - timers.now()));
    end();
    if (!place.settle(client, services.limits())) {
      services.emit(
          new GatewayEvent.ConnectionRefused(
              services.wallNow(), client, "maxUnauthenticatedPerAddress"));
      channel.close();
      return false;
    }
    next.open(client, left);
    return true;
  }

  private void end() {
    over = true;
    timers.remove(deadline);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("{} was closed before its header: {}", proxy, cause.toString());
    } else {
      LOG.warn("a connection ends by a failure of the gateway", cause);
    }
    ctx.close();
  }

  /** Ends a connection whose header does not come. */
  private final class Deadline extends Timed {
    private long at = NEVER;

    @Override
    protected long nextDeadline() {
      return at;
    }

    @Override
    protected void onTick(long now) {
      at = NEVER;
      LOG.debug("{} did not send its header in time", proxy);
      channel.close();
    }
  }
}
