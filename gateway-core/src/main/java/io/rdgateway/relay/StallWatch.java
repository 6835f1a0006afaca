/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;

/**
 * Notices that a peer takes none of the bytes that wait for it. With reads off, NIO does not see a
 * peer that has gone, so this is also what ends a relay whose other side was silenced by
 * back-pressure. Belongs to the channel's event loop.
 */
public final class StallWatch {
  private final Channel channel;
  private long queued;
  private long taken;
  private long since = -1;

  /** Watches the outbound buffer of a channel. */
  public StallWatch(Channel channel) {
    this.channel = channel;
  }

  /** Bytes have been given to the channel. */
  public void queued(int bytes) {
    queued += bytes;
  }

  /** Whether anything waits. */
  public boolean isPending() {
    return pending() > 0;
  }

  /**
   * Looks at the buffer.
   *
   * @param now the current tick
   * @param stallTime how long the peer may take nothing
   * @return true if it took nothing for that long
   */
  public boolean isStalled(long now, Duration stallTime) {
    long pending = pending();
    long takenNow = queued - pending;
    if (pending == 0 || since < 0 || takenNow > taken) {
      since = pending == 0 ? -1 : now;
      taken = takenNow;
      return false;
    }
    return now - since >= stallTime.toNanos();
  }

  private long pending() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }
}
