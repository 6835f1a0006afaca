/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.Limits;
import io.rdgateway.protocol.ChannelResponse;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.Keepalive;
import io.rdgateway.protocol.PacketDecoder;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.ServiceMessage;
import io.rdgateway.protocol.WireFormatException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel over HTTP from its first packet to its end (MS-TSGU 3.3.1.1). All times are {@link
 * Ticks}. Not thread-safe: one event loop owns it.
 *
 * <p>What a client may do wrong is answered by three rules: bytes that cannot be followed end the
 * connection without a word; a malformed packet, or one in the wrong state, gets its own response
 * with an error and then the end; a packet type that is not known is ignored a few times once the
 * tunnel is authorized, and ends the connection before.
 */
public final class HttpTunnelMachine {
  private static final Set<PacketType> SENT_BY_SERVERS_ONLY =
      Set.of(
          PacketType.HANDSHAKE_RESPONSE,
          PacketType.TUNNEL_RESPONSE,
          PacketType.TUNNEL_AUTH_RESPONSE,
          PacketType.CHANNEL_RESPONSE,
          PacketType.SERVICE_MESSAGE,
          PacketType.REAUTH_MESSAGE);

  final TunnelActions actions;
  final Opening opening;
  private final Deadlines deadlines;

  private Limits limits;
  private TunnelState state;
  private @Nullable UserPrincipal principal;
  private @Nullable TunnelGrant grant;
  private Capabilities capabilities = new Capabilities(0);

  private int unknownPackets;
  private final Reauthentication reauthentication = new Reauthentication(this);

  /**
   * What the transport has found out before the first packet.
   *
   * @param connection the client's connection
   * @param principal who signed in over HTTP or by a client certificate; null with a custom scheme
   *     alone
   * @param customScheme the scheme that was named instead; null without one
   * @param supported the methods of extended authentication that are offered
   * @param tunnelId what the client is told; not 0
   */
  public record Opening(
      ConnectionInfo connection,
      @Nullable UserPrincipal principal,
      @Nullable AuthScheme customScheme,
      ExtendedAuth supported,
      int tunnelId) {}

  /**
   * A tunnel whose transport is open.
   *
   * @param now the current tick
   * @param wallNow the same moment on the wall clock
   */
  public HttpTunnelMachine(
      TunnelActions actions, Opening opening, Limits limits, long now, Instant wallNow) {
    this.actions = actions;
    this.opening = opening;
    this.limits = limits;
    deadlines = new Deadlines(this, now, wallNow);
    state = new ExpectHandshake(this, now);
  }

  // Inputs from the client.

  /** Takes a control packet. Must not be called while {@link #isWaiting()}. */
  public void receive(PacketType type, ByteBuffer body, long now) {
    if (isClosed()) {
      return;
    }
    if (state instanceof ExpectHandshake && !type.equals(PacketType.HANDSHAKE_REQUEST)) {
      finish(protocolError("the first packet is " + type + ", not HANDSHAKE_REQUEST"));
      return;
    }
    HttpPacket packet;
    try {
      packet = SENT_BY_SERVERS_ONLY.contains(type) ? null : PacketDecoder.decode(type, body);
    } catch (WireFormatException e) {
      if (!(state instanceof ClosingChannel)) {
        refuse(type, e.reply(), now);
      }
      broken("malformed " + type + ": " + e.getMessage());
      return;
    }
    if (packet == null) {
      unknown(type, now);
    } else if (!(packet instanceof Keepalive)) {
      state.onPacket(packet, now);
    }
  }

  /**
   * Hears of payload on its way to the host.
   *
   * @return false if it is to be thrown away
   */
  public boolean dataFromClient(long now) {
    if (state instanceof ChannelOpen) {
      deadlines.fromClient(now);
      return true;
    }
    boolean hadChannel = state instanceof ExpectChannelCreate && deadlines.hasSessionBegun();
    if (!isClosed() && !(state instanceof ClosingChannel) && !hadChannel) {
      finish(protocolError("DATA without a channel"));
    }
    return false;
  }

  /** The client's side has ended; nothing more can be sent to it. */
  public void clientEnded(CloseReason reason) {
    if (!isClosed()) {
      finish(state instanceof ClosingChannel closing ? closing.reason() : reason);
    }
  }

  /** The client's bytes cannot be followed any more. */
  public void broken(String explanation) {
    clientEnded(protocolError(explanation));
  }

  // Answers to questions.

  /** Answers {@link TunnelActions#authenticate}. */
  public void authenticated(AuthenticationResult result, long now) {
    if (state instanceof ExpectExtendedAuth.Answer answer) {
      answer.onResult(result, now);
    } else if (state instanceof ExpectTunnelCreate.CookieAnswer answer) {
      answer.onResult(result, now);
    }
  }

  /** Answers {@link TunnelActions#askConsent}. */
  public void consent(Optional<ConsentMessage> message, long now) {
    if (state instanceof ExpectTunnelCreate.ConsentAnswer answer) {
      answer.onMessage(message, now);
    }
  }

  /** Answers {@link TunnelActions#askConsent} when the policy failed. */
  public void consentFailed(DenyReason reason, long now) {
    if (state instanceof ExpectTunnelCreate.ConsentAnswer answer) {
      answer.onFailure(reason, now);
    }
  }

  /** Answers {@link TunnelActions#authorize}. */
  public void authorized(Decision<TunnelGrant> decision, long now) {
    if (state instanceof ExpectTunnelAuth.Answer answer) {
      answer.onDecision(decision, now);
    }
  }

  /**
   * Answers {@link TunnelActions#openChannel}: the host is connected.
   *
   * @return false if the tunnel has ended meanwhile
   */
  public boolean channelOpened(long now) {
    if (!(state instanceof ExpectChannelCreate.Answer answer)) {
      return false;
    }
    deadlines.channelOpened(now);
    send(new ChannelResponse(ResultCode.SUCCESS, answer.channelId(), null, null), now);
    state = new ChannelOpen(this, answer.channelId());
    return true;
  }

  /** Answers {@link TunnelActions#openChannel}: no host. */
  public void channelRefused(ResultCode code, long now) {
    if (state instanceof ExpectChannelCreate.Answer answer) {
      send(ChannelResponse.failure(code), now);
      expectChannel(answer.channelId(), now);
    }
  }

  // Inputs from the other side, the administrator and the clock.

  /** A packet of data went to the client, or has to wait only for the client. */
  public void dataSent(long now) {
    deadlines.sent(now);
  }

  /** CLOSE_CHANNEL, and with it everything before, has left for the client. */
  public void closeSent(long now) {
    if (state instanceof ClosingChannel closing) {
      state = new ClosingChannel(this, closing.reason(), Ticks.after(now, limits.closeTime()));
    }
  }

  /** The host has ended its connection and everything that it sent is on its way to the client. */
  public void hostEnded(CloseReason reason, long now) {
    if (state instanceof ChannelOpen) {
      startClosing(reason, Refusals.closeCode(reason.kind(), capabilities), now);
    }
  }

  /** Ends the tunnel in an orderly way. */
  public void close(CloseReason reason, long now) {
    close(reason, Refusals.closeCode(reason.kind(), capabilities), now);
  }

  void close(CloseReason reason, ResultCode code, long now) {
    if (isClosed() || state instanceof ClosingChannel) {
      return;
    }
    if (isAuthorized() && !state.isWaiting()) {
      startClosing(reason, code, now);
    } else {
      finish(reason);
    }
  }

  /**
   * Shows the user a text.
   *
   * @return false if the client cannot show one, or has no channel yet
   */
  public boolean serviceMessage(String text, long now) {
    if (!(state instanceof ChannelOpen) || !capabilities.has(Capabilities.SERVICE_MESSAGE)) {
      return false;
    }
    send(new ServiceMessage(text), now);
    return true;
  }

  /** A review has found the user and the grant to be these now. */
  public void revise(UserPrincipal newPrincipal, TunnelGrant newGrant) {
    if (isAuthorized()) {
      if (!setPrincipal(newPrincipal)) {
        deadlines.endProof(); // not good from this address
      }
      grant = newGrant;
    }
  }

  /**
   * Answers {@link ReauthActions#authorizeResource}.
   *
   * @param refusal null if the live tunnel goes on
   */
  public void resourceReauthorized(@Nullable DenyReason refusal, long now) {
    if (state instanceof ExpectReauthChannel.Answer answer) {
      answer.onResult(refusal, now);
    }
  }

  /** The limits have been changed. */
  public void limits(Limits newLimits) {
    limits = newLimits;
  }

  /** Looks at the clock. To be called at {@link #nextDeadline()} or later. */
  public void tick(long now) {
    if (isClosed()) {
      return;
    }
    if (now >= state.deadline()) {
      if (state instanceof ClosingChannel closing) {
        finish(closing.reason());
      } else {
        finish(
            CloseReason.of(
                CloseReason.Kind.TIMED_OUT, "the client did not go on in time: " + state));
      }
    } else if (!(state instanceof ClosingChannel)) {
      deadlines.tick(now);
    }
  }

  /** When {@link #tick} has something to do at the earliest, as far as is known now. */
  public long nextDeadline() {
    if (isClosed()) {
      return TunnelState.NO_DEADLINE;
    }
    if (state instanceof ClosingChannel) {
      return state.deadline();
    }
    return Math.min(state.deadline(), deadlines.next());
  }

  // What others may know.

  /** The reauthentication of this tunnel, if it ever comes to one. */
  public Reauthentication reauthentication() {
    return reauthentication;
  }

  /** Whether an answer is due and no packet may be fed. */
  public boolean isWaiting() {
    return state.isWaiting();
  }

  /** Whether it is over. */
  public boolean isClosed() {
    return state instanceof Closed;
  }

  /** Whether the connection policy has let it through and it has not ended. */
  public boolean isAuthorized() {
    return grant != null && !isClosed();
  }

  /** Whether data may flow. */
  public boolean isChannelOpen() {
    return state instanceof ChannelOpen;
  }

  /** What both sides can do; nothing before TUNNEL_CREATE. */
  public Capabilities capabilities() {
    return capabilities;
  }

  // For the states.

  void become(TunnelState next) {
    state = next;
  }

  void send(HttpPacket packet, long now) {
    deadlines.sent(now);
    actions.send(packet);
  }

  Limits limits() {
    return limits;
  }

  UserPrincipal principal() {
    return Objects.requireNonNull(principal, "no principal before the sign-in");
  }

  /**
   * Takes the principal on and says whether its proof holds at this moment and from this address.
   */
  boolean setPrincipal(UserPrincipal who) {
    principal = who;
    deadlines.proofUntil(who.validUntil());
    return who.scope() == null
        || who.scope().clientAddress() == null
        || who.scope().clientAddress().equals(opening.connection().clientAddress().getAddress());
  }

  /**
   * Who has signed in inside the tunnel. A client certificate has to be the same user's and then
   * holds as well.
   *
   * @return null if it is another user's
   */
  @Nullable UserPrincipal joined(UserPrincipal inside) {
    UserPrincipal outside = opening.principal();
    if (outside == null || !outside.scheme().equals(AuthScheme.CERTIFICATE)) {
      return inside;
    }
    return outside.id().equals(inside.id()) ? outside.narrowedBy(inside) : null;
  }

  boolean isProofExpired(long now) {
    return deadlines.isProofExpired(now);
  }

  void setCapabilities(Capabilities negotiated) {
    capabilities = negotiated;
  }

  /** The client has proved itself again: the new terms hold and the session time starts again. */
  void renew(UserPrincipal newPrincipal, TunnelGrant newGrant, long now) {
    deadlines.restartSession(now);
    revise(newPrincipal, newGrant);
  }

  @Nullable TunnelGrant grant() {
    return grant;
  }

  void setGrant(TunnelGrant newGrant) {
    grant = newGrant;
  }

  void expectChannel(int lastChannelId, long now) {
    state = new ExpectChannelCreate(this, lastChannelId, now);
  }

  /** The client has closed the channel; the tunnel stays for another one. */
  void channelClosedByClient(int channelId, long now) {
    send(new CloseChannelResponse(ResultCode.SUCCESS), now);
    actions.closeChannel(
        CloseReason.of(CloseReason.Kind.CLIENT_CLOSED, "the client closed the channel"));
    expectChannel(channelId, now);
  }

  /** Answers a packet of this type with a failure, if it is one that has a response. */
  void refuse(PacketType type, ResultCode code, long now) {
    HttpPacket response = Refusals.response(type, code, opening.supported());
    if (response != null) {
      send(response, now);
    }
  }

  /**
   * A packet that is known but has no business here: its own response with an error, and the end.
   */
  void wrongState(HttpPacket packet, ResultCode code, long now) {
    refuse(packet.type(), code, now);
    finish(protocolError(packet.type() + " in the wrong state: " + state));
  }

  void finish(CloseReason reason) {
    state = new Closed(this);
    reauthentication.end();
    actions.closeTunnel(reason);
  }

  static CloseReason protocolError(String explanation) {
    return CloseReason.of(CloseReason.Kind.PROTOCOL_ERROR, explanation);
  }

  private void startClosing(CloseReason reason, ResultCode code, long now) {
    boolean open = state instanceof ChannelOpen;
    // The state first: the packet may have left, and closeSent been called, before send returns.
    state = new ClosingChannel(this, reason, TunnelState.NO_DEADLINE);
    reauthentication.end();
    send(new CloseChannel(code), now);
    if (open) {
      actions.closeChannel(reason);
    }
  }

  private void unknown(PacketType type, long now) {
    if (!isAuthorized()) {
      finish(protocolError("a packet of type " + type + " before the tunnel is authorized"));
    } else if (++unknownPackets > limits.maxUnknownPackets()) {
      close(
          protocolError("more than " + limits.maxUnknownPackets() + " packets of unknown types"),
          now);
    }
  }
}
