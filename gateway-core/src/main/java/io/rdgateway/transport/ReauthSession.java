/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.GatewayEvent;
import io.rdgateway.Tunnel;
import io.rdgateway.hook.HookCall;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.tunnel.ReauthActions;
import io.rdgateway.tunnel.ReauthStatus;
import io.rdgateway.tunnel.Refusals;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session in reauthentications: of the live tunnel that offers itself, or of the new
 * connection that claims it. The two may be on different event loops. They find each other in the
 * registry; the new connection reads of the tunnel what anybody may ({@link Tunnel}), and whatever
 * changes the tunnel is a task on the tunnel's loop.
 */
final class ReauthSession implements ReauthActions {
  private final Services services;
  private final TunnelSession session;
  private final LoopTimers timers;

  /** Of a live tunnel: under what it waits; 0 while it does not. */
  private long offered;

  private int renewals;

  /** Of a new connection: whom it claims, and under what. */
  private @Nullable LiveTunnel tunnel;

  private long claimed;
  private @Nullable HookCall<?> pending;

  ReauthSession(Services services, TunnelSession session, LoopTimers timers) {
    this.services = services;
    this.session = session;
    this.timers = timers;
  }

  // Of the live tunnel.

  /** Asks the client; false if it cannot be asked now. */
  boolean requestFromClient() {
    boolean asked = session.machine().reauthentication().request(timers.now());
    timers.update(session);
    return asked;
  }

  /** How often the tunnel has gone on under new terms. */
  int renewals() {
    return renewals;
  }

  @Override
  public long offer() {
    offered = services.registry().offer(session.tunnel());
    services.emit(
        new GatewayEvent.ReauthenticationRequested(services.wallNow(), session.tunnel().subject()));
    return offered;
  }

  @Override
  public void withdraw() {
    services.registry().withdraw(offered);
    offered = 0;
  }

  /** Takes the new terms over, if the tunnel still waits for them and has the judged channel. */
  private boolean renew(
      long context,
      Tunnel.Channel judged,
      UserPrincipal principal,
      TunnelGrant grant,
      ConnectionInfo connection) {
    boolean renewed =
        session.tunnel().channel().filter(now -> isSame(now, judged)).isPresent()
            && session
                .machine()
                .reauthentication()
                .complete(context, principal, grant, timers.now());
    if (renewed) {
      renewals++;
      session.holds(principal, grant);
      services.emit(
          new GatewayEvent.TunnelReauthenticated(
              services.wallNow(), session.tunnel().subject(), connection, grant));
    }
    return renewed;
  }

  /** Snapshots of one channel differ in their counters. */
  private static boolean isSame(Tunnel.Channel now, Tunnel.Channel judged) {
    return now.requestedName().equals(judged.requestedName())
        && now.requestedPort() == judged.requestedPort()
        && now.target().equals(judged.target());
  }

  // Of the new connection.

  /** Who holds the tunnel that waits under a context; null if it waits no longer. */
  @Nullable UserPrincipal holder(long context) {
    LiveTunnel found = services.registry().offered(context);
    return found == null ? null : found.principal();
  }

  @Override
  public boolean isOffered(long context) {
    return services.registry().offered(context) != null;
  }

  @Override
  public @Nullable TunnelGrant claim(long context, UserPrincipal principal) {
    LiveTunnel found = services.registry().offered(context);
    if (found == null) {
      return null;
    }
    tunnel = found;
    claimed = context;
    session.tunnel().principal(principal);
    if (!found.principal().id().equals(principal.id())) {
      refused(denial("the tunnel belongs to another user"));
      return null;
    }
    return found.grant();
  }

  @Override
  public void advance(ReauthStatus status) {
    long context = claimed;
    tunnel().onLoop(live -> live.machine().reauthentication().advance(context, status));
  }

  @Override
  public void refused(DenyReason reason) {
    session.account().told();
    services.emit(
        new GatewayEvent.ReauthenticationRefused(
            services.wallNow(),
            tunnel().subject(),
            session.tunnel().connection(),
            session.tunnel().principal().name(),
            reason));
  }

  @Override
  public void authorizeResource(
      UserPrincipal principal, TunnelGrant grant, List<String> names, int port) {
    Optional<Tunnel.Channel> open = tunnel().channel();
    if (open.isEmpty()
        || open.get().requestedPort() != port
        || !names.contains(open.get().requestedName())) {
      answer(denial("the tunnel has no channel to the host that was named"));
      return;
    }
    Tunnel.Channel channel = open.get();
    ChannelRequest request =
        new ChannelRequest(
            principal,
            session.tunnel().connection(),
            channel.requestedName(),
            channel.target(),
            port,
            Occasion.REAUTHENTICATION);
    pending =
        ChannelGuard.ask(
            services,
            session.loop(),
            request,
            decision -> {
              if (decision instanceof Decision.Allow<ChannelGrant>) {
                handOver(channel, principal, grant);
              } else {
                answer(Refusals.reason(decision));
              }
            });
  }

  /** To the tunnel's loop, and back with its answer. */
  private void handOver(Tunnel.Channel judged, UserPrincipal principal, TunnelGrant grant) {
    long context = claimed;
    ConnectionInfo connection = session.tunnel().connection();
    CompletableFuture<Boolean> renewed = new CompletableFuture<>();
    boolean running =
        tunnel()
            .onLoop(
                live ->
                    renewed.completeAsync(
                        () ->
                            live.reauthentication()
                                .renew(context, judged, principal, grant, connection),
                        Runnable::run)); // here and now, but a failure reaches the one who waits
    if (!running) {
      renewed.complete(false);
    }
    renewed.whenComplete(
        (done, failure) -> session.tunnel().onLoop(own -> handedOver(done, failure)));
  }

  private void handedOver(@Nullable Boolean done, @Nullable Throwable failure) {
    if (failure != null) {
      session.failed("the tunnel did not take the reauthentication over: " + failure);
    } else if (Boolean.TRUE.equals(done)) {
      session.account().told();
      answer(null);
    } else {
      answer(denial("the tunnel does not wait for this any more"));
    }
  }

  private void answer(@Nullable DenyReason refusal) {
    pending = null;
    if (!session.isOver()) { // an answer of another loop cannot be cancelled
      session.answered((machine, now) -> machine.resourceReauthorized(refusal, now));
    }
  }

  private static DenyReason denial(String explanation) {
    return new DenyReason(DenyCode.NOT_AUTHORIZED, "reauthentication", explanation);
  }

  private LiveTunnel tunnel() {
    return Objects.requireNonNull(tunnel, "no tunnel has been claimed");
  }

  /** The session has ended. */
  void close() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
  }
}
