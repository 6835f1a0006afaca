/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBuf;
import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.Tunnel;
import io.rdgateway.hook.HookCall;
import io.rdgateway.hook.HookKind;
import io.rdgateway.protocol.ProxyHeader;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.relay.ChannelOpener;
import io.rdgateway.relay.HeadRoomAllocator;
import io.rdgateway.relay.HostConnection;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.tunnel.Refusals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One channel of a tunnel, from CHANNEL_CREATE to its end, on the tunnel's event loop. */
final class TunnelChannel implements ChannelOpener.Questions, HostConnection.Sink {
  private final Services services;
  private final ClientLink link;
  private final TunnelSession session;
  private final LoopTimers timers;

  private @Nullable ChannelOpener opener;
  private @Nullable HostConnection host;
  private volatile @Nullable Opened opened;
  private @Nullable UserPrincipal principal;
  private int port;
  private boolean hostDirty;
  private final LoopCounts counts;
  private final ReadPause hostPause;

  /** Written by the loop alone, read by anybody. */
  private final AtomicLong bytesFromClient = new AtomicLong();

  private final AtomicLong bytesToClient = new AtomicLong();

  /** What of these the loop's own counters have got. */
  private long countedFromClient;

  private long countedToClient;

  /** The tick at which the client last sent payload. */
  private final AtomicLong lastFromClient = new AtomicLong();

  private record Opened(String name, InetSocketAddress target, Instant at) {}

  TunnelChannel(Services services, ClientLink link, TunnelSession session, LoopTimers timers) {
    this.services = services;
    this.link = link;
    this.session = session;
    this.timers = timers;
    counts = services.counts(link.loop());
    hostPause = services.readPause(link.loop(), LoopCounts::hostPauses);
  }

  void open(UserPrincipal who, List<String> names, int requestedPort, HeadRoomAllocator reads) {
    principal = who;
    port = requestedPort;
    ChannelOpener newOpener =
        new ChannelOpener(
            link.loop(),
            services.settings().sockets().connecting(),
            services.keepAliveOptions(),
            services.settings().allocator(),
            reads,
            () -> new HostConnection(timers, () -> services.limits().stallTime()),
            names,
            this);
    opener = newOpener;
    newOpener.start(services.limits().connectTime());
  }

  // What the opener asks.

  @Override
  public HookCall<?> resolve(String name, BiConsumer<List<InetSocketAddress>, String> answer) {
    UserPrincipal who = principal();
    return services.call(
        HookKind.RESOLVER,
        link.loop(),
        services.limits().connectTime(),
        () ->
            services
                .settings()
                .resolver()
                .resolve(name, port, who, services.hooks().of(HookKind.RESOLVER)),
        targets -> answer.accept(targets, "the name has no address"),
        failure -> answer.accept(List.of(), failure.explanation(HookKind.RESOLVER)));
  }

  @Override
  public @Nullable HookCall<?> authorize(
      String name, InetSocketAddress target, Consumer<Decision<ChannelGrant>> answer) {
    ChannelRequest request =
        new ChannelRequest(
            principal(), session.tunnel().connection(), name, target, port, Occasion.OPEN);
    return ChannelGuard.ask(
        services, link.loop(), request, decision -> answer.accept(counted(decision, target)));
  }

  /** What the policy allows still has to pass the limits. */
  private Decision<ChannelGrant> counted(
      Decision<ChannelGrant> decision, InetSocketAddress target) {
    if (!(decision instanceof Decision.Allow<ChannelGrant>)) {
      return decision;
    }
    DenyReason full = services.registry().admitChannel(target, services.limits());
    return full == null ? decision : new Decision.Deny<>(full);
  }

  @Override
  public void release(InetSocketAddress target) {
    services.registry().leaveChannel(target);
  }

  @Override
  public void connected(
      HostConnection connection, String name, InetSocketAddress target, String policy) {
    opener = null;
    host = connection;
    if (services.settings().announcedHosts().stream()
        .anyMatch(network -> network.contains(target.getAddress()))) {
      connection.write(proxyHeader());
      connection.flush();
    }
    Instant now = services.wallNow();
    lastFromClient.set(timers.now());
    opened = new Opened(name, target, now);
    services.emit(
        new GatewayEvent.ChannelOpened(
            now,
            session.tunnel().subject(),
            name,
            target,
            policy,
            session.account().channelOpened()));
    session.answered(
        (machine, tick) -> {
          if (machine.channelOpened(tick)) {
            connection.start(this);
            setReading(link.isWritable());
            session.tunnel().announce();
          }
        });
  }

  /** Tells the host who its client is, before anything else; not a part of the traffic. */
  private ByteBuf proxyHeader() {
    ConnectionInfo client = session.tunnel().connection();
    byte[] header = ProxyHeader.of(client.clientAddress(), client.localAddress()).encode();
    return services.settings().allocator().directBuffer(header.length).writeBytes(header);
  }

  @Override
  public void denied(String name, DenyReason reason) {
    opener = null;
    services.emit(
        new GatewayEvent.ChannelDenied(
            services.wallNow(), session.tunnel().subject(), name, port, reason));
    refuse(Refusals.channelDenied(reason.code()));
  }

  @Override
  public void failed(String name, String explanation) {
    opener = null;
    services.emit(
        new GatewayEvent.ChannelFailed(
            services.wallNow(), session.tunnel().subject(), name, port, explanation));
    refuse(ResultCode.CONNECT_FAILED);
  }

  private void refuse(ResultCode code) {
    session.answered((machine, now) -> machine.channelRefused(code, now));
  }

  // Bytes.

  void toHost(ByteBuf payload, long now) {
    HostConnection to = host;
    if (to == null) {
      payload.release();
      return;
    }
    bytesFromClient.lazySet(bytesFromClient.get() + payload.readableBytes());
    lastFromClient.lazySet(now);
    hostDirty = true;
    to.write(payload);
  }

  void flushToHost() {
    if (hostDirty && host != null) {
      hostDirty = false;
      count();
      host.flush();
    }
  }

  @Override
  public void fromHost(ByteBuf bytes) {
    bytesToClient.lazySet(bytesToClient.get() + bytes.readableBytes());
    link.sendData(bytes);
  }

  @Override
  public void hostReadComplete() {
    link.flush();
    count();
    session.machine().dataSent(timers.now());
    setReading(link.isWritable());
    timers.update(session);
  }

  /** Once for a burst, not for each packet. */
  private void count() {
    long fromClient = bytesFromClient.get();
    long toClient = bytesToClient.get();
    counts.carried(fromClient - countedFromClient, toClient - countedToClient);
    countedFromClient = fromClient;
    countedToClient = toClient;
  }

  @Override
  public void hostWritabilityChanged() {
    session.steerReading();
    timers.update(session);
  }

  @Override
  public void hostEnded(@Nullable IOException error) {
    CloseReason reason =
        error == null
            ? CloseReason.of(CloseReason.Kind.HOST_CLOSED, "the host closed the connection")
            : CloseReason.of(
                CloseReason.Kind.HOST_FAILED,
                "the connection to the host broke: " + error.getMessage());
    link.flush();
    session.machine().hostEnded(reason, timers.now());
    timers.update(session);
  }

  boolean isWritable() {
    return host == null || host.isWritable();
  }

  void setReading(boolean on) {
    if (host != null) {
      hostPause.reading(on);
      host.setReading(on);
    }
  }

  boolean isPending() {
    return host != null && host.stall().isPending();
  }

  boolean isStalled(long now, Duration stallTime) {
    return host != null && host.stall().isStalled(now, stallTime);
  }

  // The end.

  void close(CloseReason reason) {
    if (opener != null) {
      opener.cancel();
      opener = null;
    }
    Opened was = opened;
    if (host == null || was == null) {
      return;
    }
    if (reason.kind() == CloseReason.Kind.STALLED) {
      host.abort();
    } else {
      host.close();
    }
    host = null;
    count();
    hostPause.reading(true);
    services.registry().leaveChannel(was.target);
    services.emit(
        new GatewayEvent.ChannelClosed(
            services.wallNow(),
            session.tunnel().subject(),
            was.name,
            was.target,
            bytesFromClient.get(),
            bytesToClient.get(),
            Duration.between(was.at, services.wallNow()),
            reason));
  }

  long bytesFromClient() {
    return bytesFromClient.get();
  }

  long bytesToClient() {
    return bytesToClient.get();
  }

  Optional<Tunnel.Channel> snapshot() {
    Opened now = opened;
    return now == null
        ? Optional.empty()
        : Optional.of(
            new Tunnel.Channel(
                now.name,
                port,
                now.target,
                now.at,
                bytesFromClient.get(),
                bytesToClient.get(),
                idleTime()));
  }

  private Duration idleTime() {
    long last = lastFromClient.get(); // first: it may move on meanwhile
    return Duration.ofNanos(Math.max(0, timers.now() - last));
  }

  private UserPrincipal principal() {
    if (principal == null) {
      throw new IllegalStateException("the channel is not being opened");
    }
    return principal;
  }
}
