/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.rdgateway.NetworkIo;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.SocketKinds;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeepAliveTest {
  private static final Duration STALL = Duration.ofMinutes(2);

  @ParameterizedTest
  @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
  void theSystemTakesThem(NetworkIo io) {
    SocketKinds.assumeAvailable(io);
    Sockets sockets = Sockets.of(io);
    Map<ChannelOption<Integer>, Integer> options =
        sockets.keepAlive().options(Duration.ofMinutes(5), STALL);
    assertEquals(io == NetworkIo.NIO ? 3 : 4, options.size());
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, sockets.loops());
    try (Hosts host = Hosts.echo()) {
      Bootstrap bootstrap =
          new Bootstrap()
              .group(group)
              .channel(sockets.connecting())
              .handler(new ChannelInboundHandlerAdapter());
      options.forEach(bootstrap::option);
      Channel channel = bootstrap.connect(host.address()).syncUninterruptibly().channel();
      options.forEach(
          (option, value) ->
              assertEquals(value, channel.config().getOption(option), option::toString));
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void probesTakeTheWholeTime() {
    KeepAlive nio = Sockets.of(NetworkIo.NIO).keepAlive();
    assertEquals(
        Map.of(nio.idle(), 150, nio.interval(), 25, nio.count(), 6),
        nio.options(Duration.ofMinutes(5), STALL));
    assertEquals(
        Map.of(nio.idle(), 1, nio.interval(), 1, nio.count(), 6),
        nio.options(Duration.ofMillis(1), STALL));
    assertEquals(
        Map.of(nio.idle(), 32_767, nio.interval(), 32_767, nio.count(), 6),
        nio.options(Duration.ofDays(365), STALL));
    assertEquals(Map.of(), nio.options(Duration.ZERO, STALL));
  }

  /** Linux counts a closed window into this time, which is for the stall time to judge. */
  @Test
  void aPeerThatTakesNothingHasAtLeastTheStallTime() {
    SocketKinds.assumeAvailable(NetworkIo.EPOLL);
    KeepAlive epoll = Sockets.of(NetworkIo.EPOLL).keepAlive();
    ChannelOption<Integer> timeout = epoll.userTimeout();
    assertEquals(120_000, epoll.options(Duration.ofSeconds(30), STALL).get(timeout));
    assertEquals(300_000, epoll.options(Duration.ofMinutes(5), STALL).get(timeout));
    assertEquals(Integer.MAX_VALUE, epoll.options(Duration.ofDays(365), STALL).get(timeout));
  }
}
