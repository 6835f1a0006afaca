/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One event loop on NIO. */
final class NettyLoop implements Loop {
  private static final long CLOSE_SECONDS = 5;

  /** One byte more than the longest packet, so that a longer one is seen to be longer. */
  private static final FixedRecvByteBufAllocator DATAGRAMS =
      new FixedRecvByteBufAllocator(Packet.MAX_LENGTH + 1);

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final ChannelFactory<? extends Channel> sockets;

  NettyLoop() {
    this(NioDatagramChannel::new);
  }

  NettyLoop(ChannelFactory<? extends Channel> sockets) {
    this.sockets = sockets;
    group =
        new MultiThreadIoEventLoopGroup(
            1,
            task -> {
              Thread thread = new Thread(task, "rdgateway-radius");
              thread.setDaemon(true);
              return thread;
            },
            NioIoHandler.newFactory());
    loop = group.next();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Future<?> timer = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public Port open(InetSocketAddress server, Receiver receiver) throws IOException {
    var connecting =
        new Bootstrap()
            .group(group)
            .channelFactory(sockets)
            .option(ChannelOption.RECVBUF_ALLOCATOR, DATAGRAMS)
            .handler(new Handler(receiver))
            .connect(server);
    // Connecting itself comes later: this is about sockets that the system does not give, which no
    // event would follow.
    if (connecting.isDone() && !connecting.isSuccess()) {
      throw new IOException("no socket can be opened: " + connecting.cause(), connecting.cause());
    }
    Channel channel = connecting.channel();
    channel
        .closeFuture()
        .addListener(
            done -> {
              Throwable cause = connecting.cause();
              receiver.closed(cause == null ? "its socket was closed" : cause.toString());
            });
    return new Port() {
      @Override
      public void send(byte[] datagram) {
        // Connecting is a task of the loop itself, which this one has to come after. What cannot be
        // sent is sent again, like what gets lost later.
        loop.execute(() -> channel.writeAndFlush(Unpooled.wrappedBuffer(datagram)));
      }

      @Override
      public void close() {
        channel.close();
      }
    };
  }

  private static final class Handler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Receiver receiver;

    Handler(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
      receiver.received(datagram.sender(), ByteBufUtil.getBytes(datagram.content()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      receiver.failed(cause.toString());
    }
  }

  @Override
  public void close() {
    Future<?> end = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    if (!loop.inEventLoop()) {
      end.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
