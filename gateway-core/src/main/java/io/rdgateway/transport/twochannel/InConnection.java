/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.twochannel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.rdgateway.transport.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The RDG_IN_DATA connection from its first chunk on. It only decrypts: whole read bursts go to the
 * loop of its other half, never single packets, and it stops reading when too much is on the way
 * there.
 */
public final class InConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(InConnection.class);
  private static final int MAX_ON_THE_WAY = 256 << 10;

  private final Channel channel;
  private final OutLink out;
  private final Admission.Place place;
  private List<ByteBuf> burst = new ArrayList<>();
  private int burstBytes;

  /** Bytes that the other loop has not taken over yet. */
  private final AtomicInteger onTheWay = new AtomicInteger();

  /** What the tunnel wants; what really happens also depends on the bytes on the way. */
  private volatile boolean wanted = true;

  /**
   * A half that has claimed its other half.
   *
   * @param channel the connection; this has to become the last handler of its pipeline
   */
  public InConnection(Channel channel, OutLink out, Admission.Place place) {
    this.channel = channel;
    this.out = out;
    this.place = place;
  }

  /** Begins the tunnel with the bytes that came while the request waited for its sign-in. */
  public void start(ByteBuf held) {
    place.release(); // the other half keeps its own until the tunnel is open
    toOut(() -> out.paired(this));
    received(held);
    handOver();
  }

  /** From any thread. */
  void setReading(boolean on) {
    if (wanted != on) {
      wanted = on;
      steerLater();
    }
  }

  /** From any thread. */
  void close() {
    channel.close();
  }

  /**
   * Every change of what {@link #steer} looks at is followed by a call of it on this connection's
   * own loop.
   */
  private void steerLater() {
    try {
      channel.eventLoop().execute(this::steer);
    } catch (RejectedExecutionException e) {
      LOG.debug("the gateway is closing");
    }
  }

  private void steer() {
    channel.config().setAutoRead(wanted && onTheWay.get() <= MAX_ON_THE_WAY);
  }

  /** Bytes of the client; the buffer is taken over. */
  public void received(ByteBuf bytes) {
    burst.add(bytes);
    burstBytes += bytes.readableBytes();
  }

  private void handOver() {
    if (burst.isEmpty()) {
      return;
    }
    List<ByteBuf> full = burst;
    int bytes = burstBytes;
    burst = new ArrayList<>();
    burstBytes = 0;
    onTheWay.addAndGet(bytes);
    steer();
    boolean sent =
        toOut(
            () -> {
              out.fromIn(full);
              int left = onTheWay.addAndGet(-bytes);
              if (left <= MAX_ON_THE_WAY && left + bytes > MAX_ON_THE_WAY) {
                steerLater();
              }
            });
    if (!sent) {
      full.forEach(ByteBuf::release);
    }
  }

  /**
   * Runs on the other half's loop: at once if it is this one, since both halves then share their
   * bursts.
   */
  private boolean toOut(Runnable step) {
    if (out.loop().inEventLoop()) {
      out.run(step);
      return true;
    }
    try {
      out.loop().execute(() -> out.run(step));
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("the gateway is closing");
      channel.close();
      return false;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    received((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    handOver();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handOver();
    toOut(out::inEnded);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof RuntimeException || cause instanceof Error) {
      LOG.warn("a tunnel ends by a failure of the gateway", cause);
    }
    ctx.close();
  }
}
