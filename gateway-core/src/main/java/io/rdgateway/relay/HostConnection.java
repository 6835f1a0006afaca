/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.rdgateway.timer.LoopTimers;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a host, on the event loop of its tunnel. Reads nothing until {@link #start},
 * hands over what it reads buffer by buffer, and when it is closed lets the host have every byte
 * that was written before.
 */
public final class HostConnection extends ChannelInboundHandlerAdapter {

  /** The tunnel. */
  public interface Sink {
    /** Bytes of the host, in a buffer with room in front; to be released by the sink. */
    void fromHost(ByteBuf bytes);

    /** The read burst is over. */
    void hostReadComplete();

    /** The host takes bytes again, or takes no more for now. */
    void hostWritabilityChanged();

    /**
     * The host's bytes have ended.
     *
     * @param error null for an orderly end
     */
    void hostEnded(@Nullable IOException error);
  }

  private final LoopTimers timers;
  private final Supplier<Duration> stallTime;
  private @Nullable Channel channel;
  private @Nullable StallWatch stall;
  private @Nullable Sink sink;
  private @Nullable IOException error;
  private boolean ended;

  /**
   * A connection that is being made.
   *
   * @param timers of the event loop
   * @param stallTime how long the host may take nothing after the tunnel has ended
   */
  public HostConnection(LoopTimers timers, Supplier<Duration> stallTime) {
    this.timers = timers;
    this.stallTime = stallTime;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    stall = new StallWatch(channel);
  }

  /** Begins to read for a tunnel. */
  public void start(Sink tunnel) {
    sink = tunnel;
    channel().config().setAutoRead(true);
  }

  /** Takes bytes for the host, without a flush. */
  public void write(ByteBuf bytes) {
    stall().queued(bytes.readableBytes());
    channel().write(bytes, channel().voidPromise());
  }

  /** Sends what was written. */
  public void flush() {
    channel().flush();
  }

  /** Whether the host takes more at the moment. */
  public boolean isWritable() {
    return channel().isWritable();
  }

  /** Switches reading on or off. */
  public void setReading(boolean on) {
    if (!ended) {
      channel().config().setAutoRead(on);
    }
  }

  /** Watches for a host that takes nothing. */
  public StallWatch stall() {
    if (stall == null) {
      throw new IllegalStateException("not connected");
    }
    return stall;
  }

  /**
   * Lets the host have everything that was written, then closes; after the stall time at the
   * latest.
   */
  public void close() {
    sink = null;
    channel().config().setAutoRead(false);
    DrainingClose.start(channel(), Unpooled.EMPTY_BUFFER, stall(), timers, stallTime);
  }

  /** Closes at once. */
  public void abort() {
    sink = null;
    channel().close();
  }

  private Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("not connected");
    }
    return channel;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (sink == null) {
      bytes.release();
    } else {
      sink.fromHost(bytes);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (sink != null) {
      sink.hostReadComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (sink != null) {
      sink.hostWritabilityChanged();
    }
  }

  /**
   * The channel allows half-closure, so that what waits for the host survives the end of the host's
   * own bytes.
   */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent
        || event instanceof ChannelInputShutdownReadComplete) {
      end();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    error = cause instanceof IOException io ? io : new IOException(cause);
    ctx.close();
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    channel().config().setAutoRead(false);
    if (sink != null) {
      sink.hostEnded(error);
    }
  }
}
