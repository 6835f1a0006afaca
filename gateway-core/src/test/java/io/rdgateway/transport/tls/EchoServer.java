/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCounted;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Echoes over TLS and, when closed, checks that nothing is left of its connections. */
final class EchoServer implements AutoCloseable {
  private final ServerTls tls;
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listener;
  private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
  private final Queue<Connection> all = new ConcurrentLinkedQueue<>();
  final AllocationLog allocator = new AllocationLog();

  EchoServer(ServerTls tls, Duration handshakeTimeout) {
    this(tls, handshakeTimeout, ServerSslHandler.MAX_BACKLOG, null);
  }

  EchoServer(
      ServerTls tls, Duration handshakeTimeout, int maxBacklog, @Nullable Integer sendBuffer) {
    this.tls = tls;
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, sendBuffer)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    ClientTls client =
                        EchoServer.this.tls.addTo(
                            channel.pipeline(), channel.alloc(), handshakeTimeout, maxBacklog);
                    Connection connection = new Connection(channel, client);
                    channel.pipeline().addLast(connection);
                    all.add(connection);
                    accepted.add(connection);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** The next connection in the order of their arrival. */
  Connection accepted() throws InterruptedException {
    Connection found = accepted.poll(20, TimeUnit.SECONDS);
    if (found == null) {
      throw new AssertionError("no client has connected");
    }
    return found;
  }

  @Override
  public void close() {
    tls.close();
    listener.close().syncUninterruptibly();
    for (Connection connection : all) {
      connection.channel.close().syncUninterruptibly();
    }
    loop.shutdownGracefully(0, 20, TimeUnit.SECONDS).syncUninterruptibly();
    for (Connection connection : all) {
      if (connection.tls.hasBegun()
          && connection.handler().engine() instanceof ReferenceCounted engine) {
        assertEquals(0, engine.refCnt(), "an engine is left in native memory");
      }
    }
    assertEquals(0, allocator.used(), "buffers are left");
  }

  /** What the server's side of one connection has seen. */
  static final class Connection extends ChannelInboundHandlerAdapter {
    final Channel channel;
    private final ClientTls tls;
    final CompletableFuture<SslHandshakeCompletionEvent> handshake = new CompletableFuture<>();
    final CompletableFuture<SslCloseCompletionEvent> end = new CompletableFuture<>();
    final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    Connection(Channel channel, ClientTls tls) {
      this.channel = channel;
      this.tls = tls;
    }

    ServerSslHandler handler() {
      return tls.handler();
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
      return future.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ctx.write(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent done) {
        handshake.complete(done);
      } else if (event instanceof SslCloseCompletionEvent done) {
        end.complete(done);
        ctx.flush();
        ctx.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      failure.complete(cause);
      ctx.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      closed.complete(true);
      ctx.fireChannelInactive();
    }
  }

  /** Counts the big buffers that are made. */
  static final class AllocationLog extends AbstractByteBufAllocator {
    static final int BIG = 16_384;
    private final UnpooledByteBufAllocator actual = new UnpooledByteBufAllocator(true);
    private final Queue<Integer> big = new ConcurrentLinkedQueue<>();

    AllocationLog() {
      super(true);
    }

    /** The bytes that are in use. */
    long used() {
      return actual.metric().usedDirectMemory() + actual.metric().usedHeapMemory();
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }

    /** The number of buffers of 16 KiB and more since the last call. */
    int takeBig() {
      int count = big.size();
      big.clear();
      return count;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      note(initialCapacity);
      return actual.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      note(initialCapacity);
      return actual.directBuffer(initialCapacity, maxCapacity);
    }

    private void note(int capacity) {
      if (capacity >= BIG) {
        big.add(capacity);
      }
    }
  }
}
