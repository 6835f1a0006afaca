/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.socket;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of sockets finds out that the other machine has gone: its probes of idle connections
 * and, where there is one, the time after which unacknowledged data ends a connection. TCP probes
 * nobody while data waits for its acknowledgement, and tries that for a quarter of an hour.
 *
 * @param idle seconds before the first probe
 * @param interval seconds between probes
 * @param count probes without an answer
 * @param userTimeout milliseconds that data may stay unacknowledged; null where Java has no such
 *     option
 */
public record KeepAlive(
    ChannelOption<Integer> idle,
    ChannelOption<Integer> interval,
    ChannelOption<Integer> count,
    @Nullable ChannelOption<Integer> userTimeout) {
  private static final int PROBES = 6;

  /** The largest number of seconds that Linux takes. */
  private static final long MAX_SECONDS = 32_767;

  /**
   * The options that end a connection to a machine that has not answered for so long.
   *
   * @param deadPeerTime zero for whatever the system does
   * @param stallTime how long a living peer may take no data: less is left to nobody
   */
  public Map<ChannelOption<Integer>, Integer> options(Duration deadPeerTime, Duration stallTime) {
    if (deadPeerTime.isZero()) {
      return Map.of();
    }
    Map<ChannelOption<Integer>, Integer> options = new HashMap<>();
    options.put(idle, seconds(deadPeerTime.dividedBy(2)));
    options.put(interval, seconds(deadPeerTime.dividedBy(2L * PROBES)));
    options.put(count, PROBES);
    if (userTimeout != null) {
      long millis = Math.max(deadPeerTime.toMillis(), stallTime.toMillis());
      options.put(userTimeout, (int) Math.min(millis, Integer.MAX_VALUE));
    }
    return options;
  }

  private static int seconds(Duration time) {
    return (int) Math.max(1, Math.min(time.toSeconds(), MAX_SECONDS));
  }
}
