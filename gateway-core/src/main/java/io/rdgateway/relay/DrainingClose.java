/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.timer.Timed;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Closes a connection when the peer has taken everything that waits for it, or has taken nothing
 * for the stall time. Belongs to the channel's event loop.
 */
public final class DrainingClose extends Timed {
  private static final int LOOKS = 8;

  private final Channel channel;
  private final StallWatch stall;
  private final Supplier<Duration> stallTime;
  private long nextLook;

  private DrainingClose(Channel channel, StallWatch stall, Supplier<Duration> stallTime) {
    this.channel = channel;
    this.stall = stall;
    this.stallTime = stallTime;
  }

  /**
   * Begins to close.
   *
   * @param last what the peer gets last; taken over
   */
  public static void start(
      Channel channel,
      ByteBuf last,
      StallWatch stall,
      LoopTimers timers,
      Supplier<Duration> stallTime) {
    channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    if (channel.isOpen()) {
      DrainingClose closing = new DrainingClose(channel, stall, stallTime);
      timers.update(closing);
      channel.closeFuture().addListener(closed -> timers.remove(closing));
    }
  }

  @Override
  protected long nextDeadline() {
    return nextLook;
  }

  @Override
  protected void onTick(long now) {
    if (stall.isStalled(now, stallTime.get())) {
      nextLook = NEVER;
      channel.close();
    } else {
      nextLook = now + stallTime.get().toNanos() / LOOKS;
    }
  }
}
