/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The host behind what is measured, on loopback. The first byte of a connection says what it shall
 * do; it answers that with one byte. Its counter belongs to the event loop.
 */
final class Target implements AutoCloseable {
  /** Counts what comes. */
  static final byte SINK = 'S';

  /** Sends for ever. */
  static final byte SOURCE = 'G';

  /** Sends everything back. */
  static final byte ECHO = 'E';

  /** Does nothing more. */
  static final byte IDLE = 'I';

  /** What it answers. */
  static final byte READY = 'K';

  private static final int READ = 64 << 10;
  private static final int BACKLOG = 4096;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 << 10, 128 << 10);

  private final Channel channel;
  private final ByteBuf message;
  private long sunk;

  /**
   * Begins to listen.
   *
   * @param messageBytes how much a source writes at a time
   */
  Target(Engine engine, int messageBytes) throws IOException {
    message = Unpooled.directBuffer(messageBytes, messageBytes).writeZero(messageBytes);
    var bound =
        new ServerBootstrap()
            .group(engine.loop())
            .channel(engine.listening())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ))
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel host) {
                    host.pipeline().addLast(new Host());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("the target cannot listen", bound.cause());
    }
    channel = bound.channel();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** How many bytes all sinks have taken, their first byte apart. */
  long sunk() {
    return sunk;
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  private final class Host extends ChannelInboundHandlerAdapter {
    private byte role;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) throws IOException {
      ByteBuf bytes = (ByteBuf) received;
      if (role == 0 && bytes.isReadable()) {
        begin(ctx, bytes.readByte());
      }
      if (role == ECHO && bytes.isReadable()) {
        ctx.write(bytes, ctx.voidPromise());
        return;
      }
      if (role == SINK) {
        sunk += bytes.readableBytes();
      }
      bytes.release();
    }

    private void begin(ChannelHandlerContext ctx, byte wanted) throws IOException {
      if (wanted != SINK && wanted != SOURCE && wanted != ECHO && wanted != IDLE) {
        throw new IOException("there is no role " + wanted);
      }
      role = wanted;
      ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {READY}), ctx.voidPromise());
      pour(ctx);
    }

    private void pour(ChannelHandlerContext ctx) {
      Channel host = ctx.channel();
      while (role == SOURCE && host.isActive() && host.isWritable()) {
        do {
          ctx.write(message.retainedDuplicate(), ctx.voidPromise());
        } while (host.isWritable());
        ctx.flush();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      pour(ctx);
    }

    /** The other side's own count tells of whatever is lost here. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
