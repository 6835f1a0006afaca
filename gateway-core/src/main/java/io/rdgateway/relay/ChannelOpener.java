/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.rdgateway.hook.HookCall;
import io.rdgateway.jfr.HostConnectEvent;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.tunnel.Refusals;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the host of a channel: resolves one name after the other, asks the policy about each
 * address, and connects to the first allowed one that answers; to exactly that address, so that a
 * name that changes its mind changes nothing. One use, on one event loop.
 */
public final class ChannelOpener {
  /** Bounds what one CHANNEL_CREATE makes the gateway ask and try. */
  private static final int MAX_ADDRESSES = 16;

  private static final int CONNECT_MILLIS = 10_000;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 << 10, 256 << 10);

  /** What the opener asks and tells. All calls and answers are on the event loop. */
  public interface Questions {
    /** Resolves a name; without an address the second argument of the answer says why. */
    @Nullable HookCall<?> resolve(String name, BiConsumer<List<InetSocketAddress>, String> answer);

    /**
     * Asks the policy about an address, the guard of reserved addresses and the limits included.
     */
    @Nullable HookCall<?> authorize(
        String name, InetSocketAddress target, Consumer<Decision<ChannelGrant>> answer);

    /** An allowed address that is not used after all. */
    void release(InetSocketAddress target);

    /** A host has answered. */
    void connected(HostConnection host, String name, InetSocketAddress target, String policy);

    /** Every address is refused. */
    void denied(String name, DenyReason reason);

    /** No address answers. */
    void failed(String name, String explanation);
  }

  private record Candidate(String name, InetSocketAddress target) {}

  private final EventLoop loop;
  private final Class<? extends SocketChannel> sockets;
  private final Map<ChannelOption<Integer>, Integer> socketOptions;
  private final ByteBufAllocator allocator;
  private final HeadRoomAllocator reads;
  private final Questions questions;
  private final Deque<String> names;
  private final Deque<Candidate> candidates = new ArrayDeque<>();
  private final Set<InetSocketAddress> seen = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private final Supplier<HostConnection> newHost;
  private @Nullable DenyReason denial;
  private @Nullable String deniedName;
  private @Nullable HookCall<?> pending;
  private @Nullable ChannelFuture connecting;
  private @Nullable InetSocketAddress held;
  private final String firstName;
  private boolean anyAllowed;
  private boolean over;
  private @Nullable ScheduledFuture<?> timer;

  /**
   * An opener for one CHANNEL_CREATE.
   *
   * @param sockets the kind that the loop drives
   * @param socketOptions further ones of that kind
   * @param names normalised, all of one target
   */
  public ChannelOpener(
      EventLoop loop,
      Class<? extends SocketChannel> sockets,
      Map<ChannelOption<Integer>, Integer> socketOptions,
      ByteBufAllocator allocator,
      HeadRoomAllocator reads,
      Supplier<HostConnection> newHost,
      List<String> names,
      Questions questions) {
    this.loop = loop;
    this.sockets = sockets;
    this.socketOptions = socketOptions;
    this.allocator = allocator;
    this.reads = reads;
    this.newHost = newHost;
    this.names = new ArrayDeque<>(names);
    this.questions = questions;
    firstName = names.get(0);
  }

  /** Begins; gives up when the time is over. */
  public void start(Duration time) {
    timer =
        loop.schedule(
            () -> {
              failures.add("not connected in time");
              giveUp();
            },
            time.toMillis(),
            TimeUnit.MILLISECONDS);
    next();
  }

  private void next() {
    if (over) {
      return;
    }
    Candidate candidate = candidates.poll();
    if (candidate != null) {
      pending =
          questions.authorize(
              candidate.name, candidate.target, decision -> decided(candidate, decision));
      return;
    }
    String name = seen.size() < MAX_ADDRESSES ? names.poll() : null;
    if (name == null) {
      giveUp();
    } else {
      pending = questions.resolve(name, (targets, why) -> resolved(name, targets, why));
    }
  }

  private void resolved(String name, List<InetSocketAddress> targets, String why) {
    if (targets.isEmpty()) {
      failures.add(name + ": " + why);
    }
    for (InetSocketAddress target : targets) {
      if (target.isUnresolved()) {
        failures.add(name + " was resolved to a name without an address");
      } else if (seen.size() < MAX_ADDRESSES && seen.add(target)) {
        candidates.add(new Candidate(name, target));
      }
    }
    next();
  }

  private void decided(Candidate candidate, Decision<ChannelGrant> decision) {
    if (decision instanceof Decision.Allow<ChannelGrant> allow) {
      anyAllowed = true;
      held = candidate.target;
      connect(candidate, allow.policy());
      return;
    }
    denial = Refusals.reason(decision);
    deniedName = candidate.name;
    next();
  }

  private void connect(Candidate candidate, String policy) {
    HostConnection host = newHost.get();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(sockets)
            .option(ChannelOption.ALLOCATOR, allocator)
            .option(ChannelOption.RECVBUF_ALLOCATOR, reads)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.AUTO_READ, false)
            .handler(host);
    socketOptions.forEach(bootstrap::option);
    HostConnectEvent attempt = new HostConnectEvent();
    ChannelFuture future = bootstrap.connect(candidate.target);
    Runnable done = () -> connectDone(future, host, candidate, policy, attempt);
    if (future.isDone()) {
      // Without a socket, as when descriptors have run out, listeners run on a thread of Netty's.
      done.run();
    } else {
      connecting = future;
      future.addListener(f -> done.run());
    }
  }

  private void connectDone(
      ChannelFuture future,
      HostConnection host,
      Candidate candidate,
      String policy,
      HostConnectEvent attempt) {
    connecting = null;
    Throwable error = future.cause();
    attempt.ended(candidate.name, candidate.target, error == null ? null : why(error));
    Channel channel = future.channel();
    if (over) {
      channel.close();
    } else if (error == null) {
      over = true;
      held = null;
      stopTimer();
      questions.connected(host, candidate.name, candidate.target, policy);
    } else {
      letGo();
      failures.add(candidate.target + ": " + why(error));
      next();
    }
  }

  /** Without a socket there is an exception of Netty's, which only its root explains. */
  private static String why(Throwable error) {
    Throwable told = error;
    while (error instanceof ChannelException && told.getCause() != null) {
      told = told.getCause();
    }
    return told.getMessage() == null ? told.toString() : told.getMessage();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void letGo() {
    if (held != null) {
      questions.release(held);
      held = null;
    }
  }

  private void giveUp() {
    if (over) {
      return;
    }
    DenyReason reason = denial;
    cancel();
    if (reason != null && deniedName != null && !anyAllowed) {
      questions.denied(deniedName, reason);
    } else {
      questions.failed(firstName, String.join("; ", failures));
    }
  }

  /** Stops; neither asks nor tells anything more. */
  public void cancel() {
    over = true;
    stopTimer();
    if (pending != null) {
      pending.cancel();
    }
    letGo();
    ChannelFuture attempt = connecting;
    if (attempt != null) {
      attempt.cancel(false); // tells connectDone within this call, which forgets the attempt
      attempt.channel().close();
    }
  }
}
