/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.rdgateway.CloseReason;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PayloadReader;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.timer.LoopTimers;
import io.rdgateway.timer.Timed;
import io.rdgateway.tunnel.HttpTunnelMachine;
import io.rdgateway.tunnel.TunnelActions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tunnel on its event loop: joins the client's link, the machine and the channel, keeps the
 * time, and lets go of everything when the tunnel ends. What the machine asks the application is
 * with {@link TunnelHooks}, what the client sends with {@link ClientInput}, what other threads may
 * have with {@link LiveTunnel}. Everything here belongs to the loop.
 */
public final class TunnelSession extends Timed implements TunnelActions {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelSession.class);

  /** How often two sides with bytes in flight are looked at, as a part of the stall time. */
  private static final int STALL_LOOKS = 8;

  private final Services services;
  private final ClientLink link;
  private final LoopTimers timers;
  private final LiveTunnel tunnel;
  private final ClientInput input;
  private final TunnelHooks hooks;
  private final ReauthSession reauth;
  private final ShownAnnouncements announcements;
  private final HttpTunnelMachine machine;
  private final TunnelAccount account;

  private @Nullable TunnelChannel channel;
  private long nextStallLook;
  private boolean over;

  /**
   * What the transport has found out.
   *
   * @param connection the client's connection
   * @param principal who signed in over HTTP; null with a custom scheme
   * @param customScheme the scheme that was named instead; null without one
   * @param binding of the TLS connection
   * @param recordData how many bytes one TLS record to the client carries
   * @param place of the connection, released when the tunnel is open or over
   */
  public record Opening(
      ConnectionInfo connection,
      @Nullable UserPrincipal principal,
      @Nullable AuthScheme customScheme,
      @Nullable EndPointBinding binding,
      int recordData,
      Admission.Place place) {}

  /** An input of the machine. */
  interface Input {
    void feed(HttpTunnelMachine machine, long now);
  }

  /** A session whose transport is open. */
  public TunnelSession(Services services, ClientLink link, PayloadReader framing, Opening opening) {
    this.services = services;
    this.link = link;
    timers = services.timers(link.loop());
    int tunnelId = services.nextTunnelId();
    tunnel =
        new LiveTunnel(
            "t" + Integer.toUnsignedString(tunnelId), opening.connection(), this::onLoop);
    account = new TunnelAccount(services, tunnel, opening.place());
    input =
        new ClientInput(
            this, link, timers, framing, services.readPause(link.loop(), LoopCounts::clientPauses));
    hooks = new TunnelHooks(services, this, opening);
    reauth = new ReauthSession(services, this, timers);
    announcements = new ShownAnnouncements(services.announcements(), this);
    machine =
        new HttpTunnelMachine(
            this,
            new HttpTunnelMachine.Opening(
                opening.connection(),
                opening.principal(),
                opening.customScheme(),
                hooks.extendedAuth(),
                tunnelId),
            services.limits(),
            timers.now(),
            services.wallNow());
    timers.update(this);
  }

  private boolean onLoop(Consumer<TunnelSession> step) {
    try {
      loop().execute(() -> step.accept(this));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  // From the client's link.

  /** Bytes of the client; the buffer is taken over. */
  public void fromClient(ByteBuf bytes) {
    input.add(bytes);
  }

  /** A read burst of the client is over. */
  public void clientReadComplete() {
    if (channel != null) {
      channel.flushToHost();
    }
    steerReading();
    timers.update(this);
  }

  /** The client takes bytes again, or takes no more for now. */
  public void clientWritabilityChanged() {
    if (channel != null) {
      channel.setReading(link.isWritable());
    }
    timers.update(this);
  }

  /** The client's connection, or one of them, has ended without a word. */
  public void clientVanished(String explanation) {
    machine.clientEnded(CloseReason.of(CloseReason.Kind.CLIENT_VANISHED, explanation));
  }

  /** A failure of our own code: the tunnel ends. */
  public void failed(String explanation) {
    machine.clientEnded(CloseReason.of(CloseReason.Kind.INTERNAL_ERROR, explanation));
  }

  // What the machine does.

  @Override
  public void send(HttpPacket packet) {
    if (packet instanceof CloseChannel) {
      link.send(
          packet,
          () -> {
            machine.closeSent(timers.now());
            timers.update(this);
          });
    } else {
      link.send(packet);
    }
  }

  @Override
  public void authenticate(
      Credential credential, AuthenticationContext.Stage stage, @Nullable Long reauthContext) {
    hooks.authenticate(
        credential,
        stage,
        reauthContext == null ? Occasion.OPEN : Occasion.REAUTHENTICATION,
        reauthContext == null ? null : reauth.holder(reauthContext));
  }

  @Override
  public @Nullable DenyReason admit(UserPrincipal who) {
    tunnel.principal(who);
    return account.admit(who);
  }

  @Override
  public void askConsent(UserPrincipal who) {
    hooks.askConsent(who);
  }

  @Override
  public void authorize(TunnelRequest request) {
    tunnel.clientName(request.clientName());
    hooks.authorize(request);
  }

  @Override
  public void denied(@Nullable UserPrincipal who, String name, DenyReason reason) {
    tunnel.principal(who);
    tunnel.clientName(name);
    account.denied(reason);
  }

  @Override
  public void opened(UserPrincipal who, String name, TunnelGrant grant, String policy) {
    tunnel.principal(who);
    tunnel.clientName(name);
    tunnel.grant(grant);
    account.opened(grant, policy);
  }

  @Override
  public void openChannel(UserPrincipal who, List<String> names, int port) {
    account.channelAsked();
    TunnelChannel opening = new TunnelChannel(services, link, this, timers);
    has(opening);
    opening.open(who, names, port, link.hostReads());
  }

  @Override
  public void closeChannel(CloseReason reason) {
    TunnelChannel open = channel;
    has(null);
    if (open != null) {
      open.close(reason);
      account.add(open.bytesFromClient(), open.bytesToClient());
      steerReading(); // the client's answer may wait behind bytes that the host did not take
    }
  }

  private void has(@Nullable TunnelChannel now) {
    channel = now;
    tunnel.channel(now);
  }

  @Override
  public ReauthSession reauthentication() {
    return reauth;
  }

  @Override
  public void closeTunnel(CloseReason reason) {
    if (over) {
      return;
    }
    over = true;
    timers.remove(this);
    hooks.close();
    reauth.close();
    closeChannel(reason);
    input.close();
    link.close(reason, input.framingCode());
    account.close(reason);
  }

  // For the parts of this session.

  EventLoop loop() {
    return link.loop();
  }

  LiveTunnel tunnel() {
    return tunnel;
  }

  TunnelAccount account() {
    return account;
  }

  HttpTunnelMachine machine() {
    return machine;
  }

  @Nullable TunnelChannel channel() {
    return channel;
  }

  boolean isOver() {
    return over;
  }

  void steerReading() {
    input.steerReading();
  }

  /** An answer has come: the machine takes it, and bytes that waited go on. */
  void answered(Input answer) {
    try {
      answer.feed(machine, timers.now());
      input.resume();
      clientReadComplete();
    } catch (RuntimeException e) {
      // Here no pipeline would hear of it, and a machine that waits has no deadline.
      LOG.warn("a tunnel ends by a failure of the gateway", e);
      failed(e.toString());
    }
  }

  /** These hold from now on. */
  void holds(UserPrincipal principal, TunnelGrant grant) {
    tunnel.principal(principal);
    tunnel.grant(grant);
    timers.update(this);
  }

  // What is done with an open tunnel.

  /** Shows the user a text; false if the client cannot show one now. */
  boolean serviceMessage(String text) {
    return machine.serviceMessage(text, timers.now());
  }

  /** Shows the announcements of this moment to a user who has not been shown them. */
  void announce() {
    announcements.showCurrent();
  }

  /** Looks whether the tunnel may stay; the future tells whether it did, and never fails. */
  CompletableFuture<Boolean> review() {
    return over
        ? CompletableFuture.completedFuture(false)
        : TunnelReview.start(services, this, machine.capabilities());
  }

  /**
   * Takes over what a review found, unless a reauthentication has found more since.
   *
   * @param renewals of the tunnel when the review began
   */
  void revise(int renewals, UserPrincipal principal, TunnelGrant grant) {
    if (!over && renewals == reauth.renewals()) {
      machine.revise(principal, grant);
      holds(principal, grant);
    }
  }

  /** Ends the tunnel in an orderly way. */
  void end(CloseReason reason) {
    machine.close(reason, timers.now());
    timers.update(this);
  }

  // Time.

  @Override
  protected long nextDeadline() {
    boolean inFlight = link.stall().isPending() || (channel != null && channel.isPending());
    return inFlight ? Math.min(machine.nextDeadline(), nextStallLook) : machine.nextDeadline();
  }

  @Override
  protected void onTick(long now) {
    machine.limits(services.limits());
    if (now >= nextStallLook) {
      nextStallLook = now + services.limits().stallTime().toNanos() / STALL_LOOKS;
      lookForStalls(now);
    }
    machine.tick(now);
  }

  private void lookForStalls(long now) {
    Duration stallTime = services.limits().stallTime();
    if (link.stall().isStalled(now, stallTime)) {
      link.abort();
      machine.clientEnded(
          CloseReason.of(CloseReason.Kind.STALLED, "the client takes no bytes any more"));
    } else if (channel != null && channel.isStalled(now, stallTime)) {
      machine.hostEnded(
          CloseReason.of(CloseReason.Kind.STALLED, "the host takes no bytes any more"), now);
    }
  }
}
