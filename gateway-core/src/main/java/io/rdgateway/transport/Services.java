/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayStatistics;
import io.rdgateway.Limits;
import io.rdgateway.event.EventQueue;
import io.rdgateway.hook.Hook;
import io.rdgateway.hook.HookCall;
import io.rdgateway.hook.HookExecutors;
import io.rdgateway.hook.HookFailure;
import io.rdgateway.hook.HookKind;
import io.rdgateway.hook.HookMeter;
import io.rdgateway.jfr.FlightEvents;
import io.rdgateway.jfr.SlowHookEvent;
import io.rdgateway.protocol.IpNetwork;
import io.rdgateway.relay.ReservedAddresses;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.HttpEndpoint;
import io.rdgateway.spi.ResourceResolver;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.transport.socket.Sockets;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What all connections of one gateway share. Thread-safe. */
public final class Services {
  private final Settings settings;
  private final HookExecutors hooks;
  private final EventQueue events;
  private final FlightEvents flight = new FlightEvents();
  private final TunnelRegistry registry = new TunnelRegistry();
  private final Announcements announcements = new Announcements(this::wallNow, registry);
  private final Admission admission;
  private final Map<EventLoop, LoopTimers> timers = new ConcurrentHashMap<>();
  private final Map<EventLoop, LoopCounts> counts = new ConcurrentHashMap<>();
  private final AtomicLong connectionIds = new AtomicLong();
  private final AtomicInteger tunnelIds = new AtomicInteger();
  private volatile Limits limits;
  private volatile List<InetSocketAddress> listeners = List.of();

  /**
   * What an application has chosen.
   *
   * @param authenticator who signs users in
   * @param policy what they may do
   * @param resolver finds hosts
   * @param endpoints what else is served, by path
   * @param allowedOrigins origins of browsers that may upgrade with GET
   * @param reserved guards the addresses that no policy opens by accident
   * @param realm for Basic
   * @param clock the wall clock
   * @param ticks nanoseconds since the gateway's start, never negative
   * @param sockets the kind of all connections
   * @param allocator of all buffers
   * @param announcedHosts hosts that are told the client's address by the PROXY protocol
   */
  public record Settings(
      Authenticator authenticator,
      AuthorizationPolicy policy,
      ResourceResolver resolver,
      Map<String, HttpEndpoint> endpoints,
      Set<String> allowedOrigins,
      ReservedAddresses reserved,
      String realm,
      InstantSource clock,
      LongSupplier ticks,
      Sockets sockets,
      ByteBufAllocator allocator,
      List<IpNetwork> announcedHosts) {}

  /** The services of one gateway. */
  public Services(Settings settings, Limits limits, HookExecutors hooks, EventQueue events) {
    this.settings = settings;
    this.limits = limits;
    this.hooks = hooks;
    this.events = events;
    admission = new Admission(settings.ticks());
  }

  public Settings settings() {
    return settings;
  }

  public Authenticator authenticator() {
    return settings.authenticator();
  }

  public AuthorizationPolicy policy() {
    return settings.policy();
  }

  public HookExecutors hooks() {
    return hooks;
  }

  public TunnelRegistry registry() {
    return registry;
  }

  public Admission admission() {
    return admission;
  }

  public Announcements announcements() {
    return announcements;
  }

  public Limits limits() {
    return limits;
  }

  public void limits(Limits newLimits) {
    limits = newLimits;
  }

  /** Where this gateway listens. */
  public List<InetSocketAddress> listeners() {
    return listeners;
  }

  public void listeners(List<InetSocketAddress> addresses) {
    listeners = List.copyOf(addresses);
  }

  /** What ends connections, of clients and to hosts, whose other machine has gone. */
  public Map<ChannelOption<Integer>, Integer> keepAliveOptions() {
    return settings.sockets().keepAlive().options(limits.deadPeerTime(), limits.stallTime());
  }

  public Instant wallNow() {
    return settings.clock().instant();
  }

  /** The timers of an event loop. */
  public LoopTimers timers(EventLoop loop) {
    return timers.computeIfAbsent(loop, l -> new LoopTimers(l, settings.ticks()));
  }

  /** The counters of an event loop, which alone writes them. */
  LoopCounts counts(EventLoop loop) {
    return counts.computeIfAbsent(loop, l -> new LoopCounts());
  }

  /** Watches for pauses in reading of clients, or of hosts, on an event loop. */
  ReadPause readPause(EventLoop loop, Function<LoopCounts, LoopCounts.Pauses> direction) {
    return new ReadPause(direction.apply(counts(loop)), settings.ticks());
  }

  /**
   * What has been counted so far.
   *
   * @param listening whether every address is listened on
   * @param loops how each loop is
   */
  public GatewayStatistics statistics(boolean listening, List<GatewayStatistics.Loop> loops) {
    return new GatewayStatistics(
        listening,
        registry.isDraining(),
        registry.openByTransport(),
        admission.statistics(),
        LoopCounts.bytesFromClients(counts.values()),
        LoopCounts.bytesToClients(counts.values()),
        LoopCounts.pauses(counts.values(), LoopCounts::clientPauses),
        LoopCounts.pauses(counts.values(), LoopCounts::hostPauses),
        loops,
        hooks.statistics(),
        events.statistics());
  }

  public void emit(GatewayEvent event) {
    flight.tell(event);
    events.add(event);
  }

  /** An id that no other connection of this process gets. */
  public String nextConnectionId() {
    return "c" + connectionIds.incrementAndGet();
  }

  /** A number that is not 0; wraps around after four billion tunnels. */
  public int nextTunnelId() {
    int id = tunnelIds.incrementAndGet();
    return id == 0 ? nextTunnelId() : id;
  }

  /** Calls a hook for a connection of this loop. */
  public <T> HookCall<T> call(
      HookKind kind,
      EventLoop loop,
      Duration deadline,
      Hook<T> hook,
      Consumer<T> onAnswer,
      Consumer<HookFailure> onFailure) {
    HookMeter meter = hooks.meter(kind);
    long begun = settings.ticks().getAsLong();
    SlowHookEvent slow = new SlowHookEvent();
    return HookCall.start(
        kind,
        hooks.of(kind),
        loop,
        deadline,
        hook,
        answer -> {
          meter.answered(settings.ticks().getAsLong() - begun);
          slow.ended(kind, null);
          onAnswer.accept(answer);
        },
        failure -> {
          meter.failed(failure.kind(), settings.ticks().getAsLong() - begun);
          slow.ended(kind, failure.kind());
          onFailure.accept(failure);
        });
  }
}
