/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.rdgateway.Announcement;
import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.Tunnel;
import io.rdgateway.hook.HookCall;
import io.rdgateway.hook.HookFailure;
import io.rdgateway.hook.HookKind;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.PayloadReader;
import io.rdgateway.relay.StallWatch;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tunnel on its event loop: joins the machine, the client's link, the hooks and the channel.
 * Everything but the methods of {@link Tunnel} belongs to the loop.
 */
public final class TunnelSession extends Timed implements Tunnel, TunnelActions, ClientFeed.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelSession.class);

  /** How often two sides with bytes in flight are looked at, as a part of the stall time. */
  private static final int STALL_LOOKS = 8;

  private static final int MAX_PACKETS_WHILE_FULL = 64;

  private final Services services;
  private final ClientLink link;
  private final EventLoop loop;
  private final LoopTimers timers;
  private final ClientFeed feed;
  private final SignInSteps signIn;
  private final HttpTunnelMachine machine;
  private final String id;
  private final ConnectionInfo connection;
  private final Admission.Place place;
  private final ReauthSession reauth;

  private volatile @Nullable UserPrincipal principal;
  private volatile String clientName = "";
  private volatile @Nullable TunnelGrant grant;
  private volatile @Nullable Instant openedAt;
  private volatile @Nullable TunnelChannel channel;

  private final Set<Announcement> announced = new HashSet<>();
  private @Nullable String admittedUser;
  private @Nullable HookCall<?> pending;
  private long closedFromClient;
  private long closedToClient;
  private long nextStallLook;
  private int framingCode;
  private int packetsWhileFull;
  private boolean told;
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

  /** A session whose transport is open. */
  public TunnelSession(Services services, ClientLink link, PayloadReader framing, Opening opening) {
    this.services = services;
    this.link = link;
    loop = link.loop();
    timers = services.timers(loop);
    feed = new ClientFeed(framing, this);
    signIn = new SignInSteps(services, loop, opening.binding());
    connection = opening.connection();
    place = opening.place();
    reauth = new ReauthSession(services, this, timers);
    int tunnelId = services.nextTunnelId();
    id = "t" + Integer.toUnsignedString(tunnelId);
    machine =
        new HttpTunnelMachine(
            this,
            new HttpTunnelMachine.Opening(
                connection,
                opening.principal(),
                opening.customScheme(),
                supported(services),
                tunnelId),
            services.limits(),
            timers.now(),
            services.wallNow());
    timers.update(this);
  }

  private static ExtendedAuth supported(Services services) {
    ExtendedAuth supported = ExtendedAuth.NONE;
    for (AuthScheme scheme : services.authenticator().schemes()) {
      if (scheme.equals(AuthScheme.PAA)) {
        supported = supported.with(ExtendedAuth.PAA);
      } else if (scheme.equals(AuthScheme.SSPI_NTLM)) {
        supported = supported.with(ExtendedAuth.SSPI_NTLM);
      }
    }
    return supported;
  }

  // From the client.

  /** Bytes of the client; the buffer is taken over. */
  public void fromClient(ByteBuf bytes) {
    feed.add(bytes);
  }

  /** A read burst of the client is over. */
  public void clientReadComplete() {
    TunnelChannel open = channel;
    if (open != null) {
      open.flushToHost();
    }
    steerReading();
    timers.update(this);
  }

  /** The client takes bytes again, or takes no more for now. */
  public void clientWritabilityChanged() {
    TunnelChannel open = channel;
    if (open != null) {
      open.setReading(link.isWritable());
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

  /** Reads from the client only while there is room in front of the host and of the machine. */
  void steerReading() {
    TunnelChannel open = channel;
    link.setReading(!feed.isFull() && (open == null || open.isWritable()));
  }

  @Override
  public void packet(PacketType type, ByteBuffer body) {
    // Most packets are answered: a client that sends them without reading shall not fill our
    // memory.
    packetsWhileFull = link.isWritable() ? 0 : packetsWhileFull + 1;
    if (packetsWhileFull > MAX_PACKETS_WHILE_FULL) {
      machine.broken("the client sends packets and reads no answers");
      return;
    }
    machine.receive(type, body, timers.now());
  }

  @Override
  public void data(ByteBuf payload) {
    TunnelChannel open = channel;
    if (machine.dataFromClient(timers.now()) && open != null) {
      open.toHost(payload);
    } else {
      payload.release();
    }
  }

  @Override
  public void ping(byte[] payload) {
    if (link instanceof Pongs pongs) {
      pongs.pong(payload);
    }
  }

  /** A link whose framing answers pings. */
  public interface Pongs {
    /** Answers a ping. */
    void pong(byte[] payload);
  }

  @Override
  public void clientEnd() {
    machine.clientEnded(
        CloseReason.of(CloseReason.Kind.CLIENT_CLOSED, "the client closed the connection"));
  }

  @Override
  public void broken(String explanation, int closeCode) {
    framingCode = closeCode;
    machine.broken(explanation);
  }

  @Override
  public boolean isPaused() {
    return machine.isWaiting();
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
      Credential credential, AuthenticationContext.Stage stage, Occasion occasion) {
    signIn.present(
        credential,
        connection,
        stage,
        occasion,
        services.limits().signInTime(),
        result -> answered(() -> machine.authenticated(result, timers.now())));
  }

  @Override
  public @Nullable DenyReason admit(UserPrincipal who) {
    principal = who;
    DenyReason full =
        services
            .registry()
            .admit(who.id(), connection.clientAddress().getAddress(), services.limits());
    if (full == null) {
      admittedUser = who.id();
    }
    return full;
  }

  @Override
  public void askConsent(UserPrincipal who) {
    pending =
        services.call(
            HookKind.CONNECTION_POLICY,
            loop,
            services.limits().authorizationTime(),
            () -> CompletableFuture.completedFuture(services.policy().consent(who, connection)),
            message -> answered(() -> machine.consent(message, timers.now())),
            failure -> answered(() -> machine.consentFailed(denial(failure), timers.now())));
  }

  @Override
  public void authorize(TunnelRequest request) {
    clientName = request.clientName();
    pending =
        services.call(
            HookKind.CONNECTION_POLICY,
            loop,
            services.limits().authorizationTime(),
            () -> services.policy().authorizeTunnelAsync(request),
            decision -> answered(() -> machine.authorized(decision, timers.now())),
            failure ->
                answered(
                    () -> machine.authorized(new Decision.Deny<>(denial(failure)), timers.now())));
  }

  private static DenyReason denial(HookFailure failure) {
    return new DenyReason(
        DenyCode.HOOK_FAILED, "none", failure.explanation(HookKind.CONNECTION_POLICY));
  }

  /** An answer has come: the machine takes it, and bytes that waited go on. */
  private void answered(Runnable input) {
    pending = null;
    try {
      input.run();
      feed.resume();
      clientReadComplete();
    } catch (
        RuntimeException
            e) { // here no pipeline would hear of it, and a machine that waits has no deadline
      LOG.warn("a tunnel ends by a failure of the gateway", e);
      failed(e.toString());
    }
  }

  @Override
  public void denied(@Nullable UserPrincipal who, String name, DenyReason reason) {
    told = true;
    principal = who;
    clientName = name;
    services.emit(new GatewayEvent.TunnelDenied(services.wallNow(), subject(), reason));
  }

  @Override
  public void opened(UserPrincipal who, String name, TunnelGrant newGrant, String policy) {
    principal = who;
    clientName = name;
    grant = newGrant;
    openedAt = services.wallNow();
    place.release();
    services.registry().add(this);
    services.emit(new GatewayEvent.TunnelOpened(services.wallNow(), subject(), newGrant, policy));
  }

  @Override
  public void openChannel(UserPrincipal who, List<String> names, int port) {
    TunnelChannel opening = new TunnelChannel(services, link, this, timers);
    channel = opening;
    opening.open(who, names, port, link.hostReads());
  }

  @Override
  public void closeChannel(CloseReason reason) {
    TunnelChannel open = channel;
    channel = null;
    if (open != null) {
      open.close(reason);
      closedFromClient += open.bytesFromClient();
      closedToClient += open.bytesToClient();
      steerReading(); // the client's answer may wait behind bytes that the host did not take
    }
  }

  @Override
  public void closeTunnel(CloseReason reason) {
    if (over) {
      return;
    }
    over = true;
    timers.remove(this);
    signIn.close();
    reauth.close();
    if (pending != null) {
      pending.cancel();
    }
    closeChannel(reason);
    feed.close();
    link.close(reason, framingCode);
    place.release();
    if (admittedUser != null) {
      services.registry().leave(admittedUser, connection.clientAddress().getAddress());
    }
    Instant opened = openedAt;
    if (opened != null) {
      services.registry().remove(this);
      services.emit(
          new GatewayEvent.TunnelClosed(
              services.wallNow(),
              subject(),
              closedFromClient,
              closedToClient,
              Duration.between(opened, services.wallNow()),
              reason));
    } else if (!told) {
      services.emit(new GatewayEvent.TunnelFailed(services.wallNow(), subject(), reason));
    }
  }

  // For the reauthentication.

  @Override
  public ReauthSession reauthentication() {
    return reauth;
  }

  /** Whose connection this is that reauthenticates a tunnel. */
  void signedIn(UserPrincipal who) {
    principal = who;
  }

  /** An event tells how it went, so its end needs none. */
  void told() {
    told = true;
  }

  void reauthAnswered(@Nullable DenyReason refusal) {
    if (!over) { // an answer of another loop cannot be cancelled
      answered(() -> machine.resourceReauthorized(refusal, timers.now()));
    }
  }

  /** What holds has changed. */
  void holds(UserPrincipal newPrincipal, TunnelGrant newGrant) {
    principal = newPrincipal;
    grant = newGrant;
    timers.update(this);
  }

  // For the channel.

  HttpTunnelMachine machine() {
    return machine;
  }

  GatewayEvent.Subject subject() {
    return new GatewayEvent.Subject(id, connection, principal, clientName);
  }

  /** The channel has an answer for the machine. */
  void channelAnswered(Runnable input) {
    answered(input);
  }

  // Time.

  @Override
  protected long nextDeadline() {
    TunnelChannel open = channel;
    boolean inFlight = link.stall().isPending() || (open != null && open.isPending());
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
    StallWatch client = link.stall();
    TunnelChannel open = channel;
    if (client.isStalled(now, stallTime)) {
      link.abort();
      machine.clientEnded(
          CloseReason.of(CloseReason.Kind.STALLED, "the client takes no bytes any more"));
    } else if (open != null && open.isStalled(now, stallTime)) {
      machine.hostEnded(
          CloseReason.of(CloseReason.Kind.STALLED, "the host takes no bytes any more"), now);
    }
  }

  // Tunnel, from any thread.

  @Override
  public String id() {
    return id;
  }

  @Override
  public UserPrincipal principal() {
    return Objects.requireNonNull(principal, "only open tunnels are handed out");
  }

  @Override
  public ConnectionInfo connection() {
    return connection;
  }

  @Override
  public String clientName() {
    return clientName;
  }

  @Override
  public TunnelGrant grant() {
    return Objects.requireNonNull(grant, "only open tunnels are handed out");
  }

  @Override
  public Instant openedAt() {
    return Objects.requireNonNull(openedAt, "only open tunnels are handed out");
  }

  @Override
  public Optional<Channel> channel() {
    TunnelChannel open = channel;
    return open == null ? Optional.empty() : open.snapshot();
  }

  @Override
  public void sendServiceMessage(String text) {
    Announcement.requireText(text);
    onLoop(() -> machine.serviceMessage(text, timers.now()));
  }

  /** Shows the announcements of this moment to a user who has not been shown them; any thread. */
  void announce() {
    onLoop(
        () -> {
          for (Announcement announcement : services.announcements().current()) {
            if (!over
                && !announced.contains(announcement)
                && isFor(announcement)
                && machine.serviceMessage(announcement.text(), timers.now())) {
              announced.add(announcement);
            }
          }
        });
  }

  /** The application's predicate may fail: the other announcements are shown all the same. */
  private boolean isFor(Announcement announcement) {
    try {
      return announcement.recipients().test(this);
    } catch (RuntimeException e) {
      LOG.warn("an announcement is not shown: the predicate of its recipients failed", e);
      return false;
    }
  }

  @Override
  public CompletionStage<Boolean> requestReauthentication() {
    return reauth.request();
  }

  @Override
  public void close(CloseReason reason) {
    onLoop(
        () -> {
          machine.close(reason, timers.now());
          timers.update(this);
        });
  }

  EventLoop loop() {
    return loop;
  }

  /** Looks whether the tunnel may stay; from any thread. */
  public CompletableFuture<Boolean> review() {
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    boolean running =
        onLoop(
            () -> {
              if (over) {
                kept.complete(false);
              } else {
                TunnelReview.start(services, this, machine.capabilities())
                    .thenAccept(kept::complete);
              }
            });
    if (!running) {
      kept.complete(false);
    }
    return kept;
  }

  /** False if the gateway has closed, and the tunnel with it. */
  boolean onLoop(Runnable step) {
    try {
      loop.execute(step);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /**
   * Takes over what a review found, unless a reauthentication has found more since; from any
   * thread.
   *
   * @param renewals of the tunnel when the review began
   */
  void revise(int renewals, UserPrincipal newPrincipal, TunnelGrant newGrant) {
    onLoop(
        () -> {
          if (!over && renewals == reauth.renewals()) {
            machine.revise(newPrincipal, newGrant);
            holds(newPrincipal, newGrant);
          }
        });
  }
}
