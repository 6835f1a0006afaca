/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.relay.DataHead;
import io.rdgateway.relay.DrainingClose;
import io.rdgateway.relay.HeadRoomAllocator;
import io.rdgateway.relay.StallWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that carries the packets to the client, as the last handler of its pipeline. What
 * stands around a packet is for the transport to say. Belongs to the connection's event loop.
 */
public abstract class PacketLink extends ChannelInboundHandlerAdapter implements ClientLink {
  private static final Logger LOG = LoggerFactory.getLogger(PacketLink.class);

  protected final Services services;
  protected final Channel channel;
  private final int maxHead;
  private final int recordData;
  private final StallWatch stall;

  /**
   * The link of a connection whose request has been answered.
   *
   * @param maxHead the longest head that the framing puts in front of a packet
   * @param recordData how many bytes one TLS record to the client carries
   */
  protected PacketLink(Services services, Channel channel, int maxHead, int recordData) {
    this.services = services;
    this.channel = channel;
    this.maxHead = maxHead;
    this.recordData = recordData;
    stall = new StallWatch(channel);
  }

  /** The tunnel; null before it begins. */
  protected abstract @Nullable TunnelSession session();

  /**
   * Puts the head of the framing into the room in front of a packet.
   *
   * @param packet the reader index moves to the head
   */
  protected abstract void putHead(ByteBuf packet);

  @Override
  public final EventLoop loop() {
    return channel.eventLoop();
  }

  @Override
  public final HeadRoomAllocator hostReads() {
    return new HeadRoomAllocator(maxHead, recordData);
  }

  @Override
  public final void send(HttpPacket packet) {
    channel.writeAndFlush(framed(packet), channel.voidPromise());
  }

  @Override
  public final void send(HttpPacket packet, Runnable onSent) {
    channel.writeAndFlush(framed(packet)).addListener(sent -> onSent.run());
  }

  private ByteBuf framed(HttpPacket packet) {
    byte[] bytes = packet.encode();
    ByteBuf framed = channel.alloc().directBuffer(maxHead + bytes.length);
    framed.setIndex(maxHead, maxHead).writeBytes(bytes);
    putHead(framed);
    stall.queued(framed.readableBytes());
    return framed;
  }

  @Override
  public final void sendData(ByteBuf payload) {
    DataHead.put(payload);
    putHead(payload);
    stall.queued(payload.readableBytes());
    channel.write(payload, channel.voidPromise());
  }

  @Override
  public final void flush() {
    channel.flush();
  }

  @Override
  public final boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public final StallWatch stall() {
    return stall;
  }

  /** Closes the connection when the client has everything, this as the last. */
  protected final void drain(ByteBuf last) {
    DrainingClose.start(
        channel, last, stall, services.timers(loop()), () -> services.limits().stallTime());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    TunnelSession tunnel = session();
    if (tunnel != null) {
      tunnel.clientWritabilityChanged();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof RuntimeException || cause instanceof Error) {
      failed(cause);
    } else {
      ctx.close();
    }
  }

  /** A failure of our own code: the tunnel ends, and the connection. */
  protected final void failed(Throwable cause) {
    LOG.warn("a tunnel ends by a failure of the gateway", cause);
    TunnelSession tunnel = session();
    if (tunnel != null) {
      tunnel.failed(cause.toString());
    }
    channel.close();
  }
}
