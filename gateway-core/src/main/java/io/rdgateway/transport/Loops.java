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
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.rdgateway.GatewayStatistics;
import io.rdgateway.TrustedProxies;
import io.rdgateway.hook.TrackedThreads;
import io.rdgateway.timer.LoopPulse;
import io.rdgateway.transport.socket.Sockets;
import io.rdgateway.transport.tls.ServerTls;
import io.rdgateway.transport.twochannel.PairingTable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The event loops of one gateway. */
public final class Loops implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  private final TrackedThreads threads =
      new TrackedThreads(new DefaultThreadFactory("rdgateway-loop"));
  private final EventLoopGroup group;
  private final PairingTable pairing;
  private final List<Watched> watched = new ArrayList<>();

  private record Watched(EventExecutor loop, LoopPulse pulse) {
    GatewayStatistics.Loop statistics() {
      return new GatewayStatistics.Loop(
          pulse.lag(),
          loop instanceof SingleThreadEventExecutor executor ? executor.pendingTasks() : 0);
    }
  }

  /**
   * Makes loops, starts their threads and begins to take their pulses.
   *
   * @param sockets what the loops drive
   * @param pairing joins the halves of two-channel tunnels
   * @param ticks the time, in nanoseconds
   */
  public Loops(int count, Sockets sockets, PairingTable pairing, LongSupplier ticks) {
    this.pairing = pairing;
    group = new MultiThreadIoEventLoopGroup(count, threads, sockets.loops());
    group.forEach(loop -> watched.add(new Watched(loop, new LoopPulse(loop, ticks))));
  }

  /** How each loop is. */
  public List<GatewayStatistics.Loop> statistics() {
    return watched.stream().map(Watched::statistics).toList();
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
