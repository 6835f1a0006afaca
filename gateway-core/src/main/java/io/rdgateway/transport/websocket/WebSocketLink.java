/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.rdgateway.CloseReason;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.WebSocketFrames;
import io.rdgateway.protocol.WebSocketReader;
import io.rdgateway.relay.DataHead;
import io.rdgateway.relay.DrainingClose;
import io.rdgateway.relay.HeadRoomAllocator;
import io.rdgateway.relay.StallWatch;
import io.rdgateway.transport.ClientLink;
import io.rdgateway.transport.Services;
import io.rdgateway.transport.TunnelSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a WebSocket tunnel, from the 101 on: each packet to the client is one
 * unfragmented binary message.
 */
public final class WebSocketLink extends ChannelInboundHandlerAdapter implements ClientLink {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketLink.class);

  private final Services services;
  private final Channel channel;
  private final int recordData;
  private final StallWatch stall;
  private final TunnelSession session;
  private boolean closing;

  /**
   * The link of a connection whose upgrade has been answered.
   *
   * @param channel the connection; the link has to become the last handler of its pipeline
   */
  public WebSocketLink(Services services, Channel channel, TunnelSession.Opening opening) {
    this.services = services;
    this.channel = channel;
    recordData = opening.recordData();
    stall = new StallWatch(channel);
    session = new TunnelSession(services, this, new WebSocketReader(), opening);
  }

  @Override
  public EventLoop loop() {
    return channel.eventLoop();
  }

  @Override
  public HeadRoomAllocator hostReads() {
    return new HeadRoomAllocator(WebSocketFrames.MAX_HEAD, recordData);
  }

  @Override
  public void send(HttpPacket packet) {
    ByteBuf frame = frame(packet);
    channel.writeAndFlush(frame, channel.voidPromise());
  }

  @Override
  public void send(HttpPacket packet, Runnable onSent) {
    channel.writeAndFlush(frame(packet)).addListener(sent -> onSent.run());
  }

  private ByteBuf frame(HttpPacket packet) {
    byte[] bytes = packet.encode();
    ByteBuf frame = channel.alloc().directBuffer(WebSocketFrames.MAX_HEAD + bytes.length);
    frame.setIndex(WebSocketFrames.MAX_HEAD, WebSocketFrames.MAX_HEAD).writeBytes(bytes);
    putFrameHead(frame);
    stall.queued(frame.readableBytes());
    return frame;
  }

  /** Writes the head of a frame in front of its payload; the reader index moves to it. */
  private static void putFrameHead(ByteBuf payload) {
    int length = payload.readableBytes();
    int size = WebSocketFrames.headSize(length);
    int start = payload.readerIndex() - size;
    int head = WebSocketFrames.binaryHead(length);
    if (size == Short.BYTES) {
      payload.setShort(start, head);
    } else {
      payload.setInt(start, head);
    }
    payload.readerIndex(start);
  }

  @Override
  public void sendData(ByteBuf payload) {
    DataHead.put(payload);
    putFrameHead(payload);
    stall.queued(payload.readableBytes());
    channel.write(payload, channel.voidPromise());
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void setReading(boolean on) {
    channel.config().setAutoRead(on || closing);
  }

  @Override
  public StallWatch stall() {
    return stall;
  }

  @Override
  public void pong(byte[] payload) {
    if (!isWritable()) {
      return; // a client that pings without reading shall not fill our memory
    }
    channel.writeAndFlush(
        Unpooled.wrappedBuffer(WebSocketFrames.pong(payload)), channel.voidPromise());
  }

  @Override
  public void close(CloseReason reason, int framingCode) {
    if (closing) {
      return;
    }
    closing = true;
    setReading(true); // to see the client's end; what it still sends is thrown away
    int code =
        switch (reason.kind()) {
          case PROTOCOL_ERROR ->
              framingCode == 0 ? WebSocketReader.CLOSE_PROTOCOL_ERROR : framingCode;
          case INTERNAL_ERROR -> WebSocketReader.CLOSE_INTERNAL_ERROR;
          default -> WebSocketReader.CLOSE_NORMAL;
        };
    DrainingClose.start(
        channel,
        Unpooled.wrappedBuffer(WebSocketFrames.close(code)),
        stall,
        services.timers(loop()),
        () -> services.limits().stallTime());
  }

  @Override
  public void abort() {
    closing = true;
    channel.close();
  }

  /**
   * Bytes that followed the request in the same read; the end of that read comes through the
   * pipeline.
   */
  public void received(ByteBuf rest) {
    session.fromClient(rest);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    session.fromClient((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    session.clientReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    session.clientWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    session.clientVanished("the client's connection ended");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof RuntimeException || cause instanceof Error) {
      LOG.warn("a tunnel ends by a failure of the gateway", cause);
      session.failed(cause.toString());
    }
    context.close();
  }
}
