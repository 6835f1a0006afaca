/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.rdgateway.hook.HookCall;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.timer.LoopTimers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The opener while a connection is under way. */
class ChannelOpenerTest {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final List<String> told = new ArrayList<>();

  /** Every name is one address, which is allowed; all of it at once. */
  private final class Answers implements ChannelOpener.Questions {
    private final InetSocketAddress target;

    Answers(InetSocketAddress target) {
      this.target = target;
    }

    @Override
    public @Nullable HookCall<?> resolve(
        String name, BiConsumer<List<InetSocketAddress>, String> answer) {
      answer.accept(List.of(target), "");
      return null;
    }

    @Override
    public @Nullable HookCall<?> authorize(
        String name, InetSocketAddress address, Consumer<Decision<ChannelGrant>> answer) {
      answer.accept(Decision.allow(new ChannelGrant(true, Map.of())));
      return null;
    }

    @Override
    public void release(InetSocketAddress address) {
      told.add("released");
    }

    @Override
    public void connected(
        HostConnection host, String name, InetSocketAddress address, String policy) {
      told.add("connected");
    }

    @Override
    public void denied(String name, DenyReason reason) {
      told.add("denied");
    }

    @Override
    public void failed(String name, String explanation) {
      told.add("failed: " + explanation);
    }
  }

  private ChannelOpener opener(InetSocketAddress target) {
    return new ChannelOpener(
        loop,
        NioSocketChannel.class,
        Map.of(),
        PooledByteBufAllocator.DEFAULT,
        new HeadRoomAllocator(0, 16_384),
        () -> new HostConnection(new LoopTimers(loop, () -> 0), () -> Duration.ofSeconds(1)),
        List.of("host"),
        new Answers(target));
  }

  private <T> T onLoop(Callable<T> step) throws Exception {
    return loop.submit(step).get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void endLoop() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void cancelledWhileItConnectsItGivesItsPlaceBackAndTellsNothing() throws Exception {
    try (ServerSocket host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      onLoop(
          () -> {
            ChannelOpener opener = opener((InetSocketAddress) host.getLocalSocketAddress());
            opener.start(Duration.ofSeconds(20));
            opener.cancel(); // the attempt waits for the end of this task
            return told;
          });
      assertEquals(List.of("released"), onLoop(() -> List.copyOf(told)));
    }
  }
}
