/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.Limits;
import io.rdgateway.Tunnel;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TransportKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tunnels that are open, those that wait for a reauthentication, and what is counted against
 * the limits. Thread-safe.
 */
public final class TunnelRegistry {
  private final Map<String, LiveTunnel> tunnels = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Map<Long, LiveTunnel> offered = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();
  private final Counts<String> byUser = new Counts<>();
  private final Counts<InetAddress> byAddress = new Counts<>();
  private final Counts<InetSocketAddress> byResource = new Counts<>();
  private final Map<TransportKind, AtomicInteger> byTransport = new EnumMap<>(TransportKind.class);
  private volatile boolean draining;

  /** No tunnel is open. */
  public TunnelRegistry() {
    for (TransportKind transport : TransportKind.values()) {
      byTransport.put(transport, new AtomicInteger());
    }
  }

  /** The open tunnels. */
  public List<Tunnel> tunnels() {
    return new ArrayList<>(tunnels.values());
  }

  /** The open tunnels, for what only the gateway itself does with them. */
  List<LiveTunnel> live() {
    return List.copyOf(tunnels.values());
  }

  /** Refuses new tunnels, or takes them again. */
  public void draining(boolean on) {
    draining = on;
  }

  boolean isDraining() {
    return draining;
  }

  /** Counts a tunnel that is being opened. */
  @Nullable DenyReason admit(String userId, InetAddress address, Limits limits) {
    if (draining) {
      return full("the gateway is draining and takes no new tunnels");
    }
    if (all.incrementAndGet() > limits.maxTunnels()) {
      all.decrementAndGet();
      return full("maxTunnels is " + limits.maxTunnels());
    }
    if (!byUser.tryAdd(userId, limits.maxTunnelsPerUser())) {
      all.decrementAndGet();
      return full("maxTunnelsPerUser is " + limits.maxTunnelsPerUser());
    }
    if (!byAddress.tryAdd(AddressKey.of(address), limits.maxTunnelsPerAddress())) {
      byUser.remove(userId);
      all.decrementAndGet();
      return full("maxTunnelsPerAddress is " + limits.maxTunnelsPerAddress());
    }
    return null;
  }

  /** Takes back what {@link #admit} counted. */
  void leave(String userId, InetAddress address) {
    byAddress.remove(AddressKey.of(address));
    byUser.remove(userId);
    all.decrementAndGet();
  }

  /** Counts a channel. */
  @Nullable DenyReason admitChannel(InetSocketAddress target, Limits limits) {
    return byResource.tryAdd(target, limits.maxChannelsPerResource())
        ? null
        : full("maxChannelsPerResource is " + limits.maxChannelsPerResource());
  }

  /** Takes back what {@link #admitChannel} counted. */
  void leaveChannel(InetSocketAddress target) {
    byResource.remove(target);
  }

  void add(LiveTunnel tunnel) {
    tunnels.put(tunnel.id(), tunnel);
    count(tunnel, 1);
  }

  void remove(LiveTunnel tunnel) {
    if (tunnels.remove(tunnel.id()) != null) {
      count(tunnel, -1);
    }
  }

  private void count(LiveTunnel tunnel, int more) {
    AtomicInteger open = byTransport.get(tunnel.connection().transport());
    if (open != null) {
      open.addAndGet(more);
    }
  }

  /** How many tunnels are open. */
  Map<TransportKind, Integer> openByTransport() {
    Map<TransportKind, Integer> open = new EnumMap<>(TransportKind.class);
    byTransport.forEach((transport, count) -> open.put(transport, count.get()));
    return open;
  }

  /**
   * A tunnel waits for the connection on which its client signs in again.
   *
   * @return the context by which the connection finds it; cannot be guessed, and never 0, which
   *     some clients send for none
   */
  long offer(LiveTunnel tunnel) {
    long context = random.nextLong();
    return context == 0 || offered.putIfAbsent(context, tunnel) != null ? offer(tunnel) : context;
  }

  /** The tunnel that waits under a context. */
  @Nullable LiveTunnel offered(long context) {
    return offered.get(context);
  }

  /** No tunnel waits under this context any more. */
  void withdraw(long context) {
    offered.remove(context);
  }

  /** How many tunnels are counted, those that are being opened included. */
  public int count() {
    return all.get();
  }

  private static DenyReason full(String explanation) {
    return new DenyReason(DenyCode.TOO_MANY_CONNECTIONS, "limits", explanation);
  }
}
