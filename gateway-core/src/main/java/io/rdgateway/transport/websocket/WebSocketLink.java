/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.rdgateway.CloseReason;
import io.rdgateway.protocol.WebSocketFrames;
import io.rdgateway.protocol.WebSocketReader;
import io.rdgateway.transport.PacketLink;
import io.rdgateway.transport.Services;
import io.rdgateway.transport.TunnelSession;

/**
 * The one connection of a WebSocket tunnel, from the 101 on: each packet to the client is one
 * unfragmented binary message.
 */
public final class WebSocketLink extends PacketLink {
  private final TunnelSession session;
  private boolean closing;

  /**
   * The link of a connection whose upgrade has been answered.
   *
   * @param channel the connection; the link has to become the last handler of its pipeline
   */
  public WebSocketLink(Services services, Channel channel, TunnelSession.Opening opening) {
    super(services, channel, WebSocketFrames.MAX_HEAD, opening.recordData());
    session = new TunnelSession(services, this, new WebSocketReader(), opening);
  }

  @Override
  protected TunnelSession session() {
    return session;
  }

  @Override
  protected void putHead(ByteBuf packet) {
    int length = packet.readableBytes();
    int size = WebSocketFrames.headSize(length);
    int start = packet.readerIndex() - size;
    int head = WebSocketFrames.binaryHead(length);
    if (size == Short.BYTES) {
      packet.setShort(start, head);
    } else {
      packet.setInt(start, head);
    }
    packet.readerIndex(start);
  }

  @Override
  public void setReading(boolean on) {
    channel.config().setAutoRead(on || closing);
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
    drain(Unpooled.wrappedBuffer(WebSocketFrames.close(code)));
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
  public void channelInactive(ChannelHandlerContext context) {
    session.clientVanished("the client's connection ended");
  }
}
