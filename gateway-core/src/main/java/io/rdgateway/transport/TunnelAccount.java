/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one tunnel takes up in the gateway, and what the listener hears of its life. Whatever was
 * counted is given back at the end; a tunnel that was announced as open gets exactly one event of
 * its end, another one at most one. Belongs to the tunnel's loop.
 */
final class TunnelAccount {
  private final Services services;
  private final LiveTunnel tunnel;
  private final InetAddress clientAddress;

  /** Among the connections that have no tunnel yet. */
  private final Admission.Place place;

  private @Nullable String admittedUser;
  private @Nullable Instant openedAt;
  private long bytesFromClient;
  private long bytesToClient;
  private boolean told;

  /** Since when the client waits for what it is given next; -1 if it does not. */
  private long waitsSince;

  TunnelAccount(Services services, LiveTunnel tunnel, Admission.Place place) {
    this.services = services;
    this.tunnel = tunnel;
    this.place = place;
    waitsSince = place.since();
    clientAddress = tunnel.connection().clientAddress().getAddress();
  }

  /** Counts the tunnel; null, or why there is no room for it. */
  @Nullable DenyReason admit(UserPrincipal who) {
    DenyReason full = services.registry().admit(who.id(), clientAddress, services.limits());
    if (full == null) {
      admittedUser = who.id();
    }
    return full;
  }

  void denied(DenyReason reason) {
    told = true;
    services.emit(new GatewayEvent.TunnelDenied(services.wallNow(), tunnel.subject(), reason));
  }

  void opened(TunnelGrant grant, String policy) {
    Instant now = services.wallNow();
    openedAt = now;
    tunnel.openedAt(now);
    place.release();
    services.registry().add(tunnel);
    services.emit(new GatewayEvent.TunnelOpened(now, tunnel.subject(), grant, policy, waited()));
  }

  /** The client asks for a channel; for the first one it has waited since it was accepted. */
  void channelAsked() {
    if (waitsSince < 0) {
      waitsSince = services.settings().ticks().getAsLong();
    }
  }

  /** The client has a channel: how long it has waited. */
  Duration channelOpened() {
    Duration waited = waited();
    waitsSince = -1;
    return waited;
  }

  private Duration waited() {
    return Duration.ofNanos(services.settings().ticks().getAsLong() - waitsSince);
  }

  /** Another event tells how it went, so its end needs none. */
  void told() {
    told = true;
  }

  /** Adds what a channel has carried. */
  void add(long fromClient, long toClient) {
    bytesFromClient += fromClient;
    bytesToClient += toClient;
  }

  /** The tunnel is over; to be called once. */
  void close(CloseReason reason) {
    place.release();
    if (admittedUser != null) {
      services.registry().leave(admittedUser, clientAddress);
    }
    Instant now = services.wallNow();
    if (openedAt != null) {
      services.registry().remove(tunnel);
      services.emit(
          new GatewayEvent.TunnelClosed(
              now,
              tunnel.subject(),
              bytesFromClient,
              bytesToClient,
              Duration.between(openedAt, now),
              reason));
    } else if (!told) {
      services.emit(new GatewayEvent.TunnelFailed(now, tunnel.subject(), reason));
    }
  }
}
