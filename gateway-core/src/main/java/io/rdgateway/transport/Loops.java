/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.rdgateway.TrustedProxies;
import io.rdgateway.hook.TrackedThreads;
import io.rdgateway.transport.socket.Sockets;
import io.rdgateway.transport.tls.ServerTls;
import io.rdgateway.transport.twochannel.PairingTable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The event loops of one gateway. */
public final class Loops implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  private final TrackedThreads threads =
      new TrackedThreads(new DefaultThreadFactory("rdgateway-loop"));
  private final EventLoopGroup group;
  private final PairingTable pairing;

  /**
   * Makes loops; their threads start when they have something to do.
   *
   * @param sockets what the loops drive
   * @param pairing joins the halves of two-channel tunnels
   */
  public Loops(int count, Sockets sockets, PairingTable pairing) {
    this.pairing = pairing;
    group = new MultiThreadIoEventLoopGroup(count, threads, sockets.loops());
  }

  /**
   * Where all buffers come from. Netty's default since 4.2 is the adaptive allocator, which is dear
   * above 16,896 bytes; TLS records are near that.
   */
  public static ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  /** Begins to listen; see {@link Listener#open}. */
  public Listener listen(
      InetSocketAddress address,
      Services services,
      @Nullable ServerTls tls,
      @Nullable TrustedProxies proxies) {
    return Listener.open(address, group, services, pairing, tls, proxies);
  }

  /** One of the loops. */
  public EventLoop next() {
    return group.next();
  }

  /** Runs a step on a loop again and again until its future is cancelled. */
  public Future<?> every(Duration pause, Runnable step) {
    return group.scheduleWithFixedDelay(step, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Closes every connection that is left and ends the threads. */
  @Override
  public void close() {
    group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    try {
      threads.join(Duration.ofSeconds(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
