/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.Limits;
import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuth;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of the machine: the client's packets, the answers of the hooks, and a clock by hand. */
final class Script {
  static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");
  static final Limits LIMITS = Limits.defaults();
  static final int TUNNEL_ID = 7;
  static final ExtendedAuth BOTH = ExtendedAuth.PAA.with(ExtendedAuth.SSPI_NTLM);
  static final HandshakeRequest HELLO = hello(0);
  static final TunnelCreate CREATE = new TunnelCreate(0x3F, null, null);
  static final TunnelAuth AUTH = new TunnelAuth("client-pc", null);
  static final ChannelCreate CHANNEL =
      new ChannelCreate(List.of("Host.Example."), List.of("10.0.0.1"), 3389, 3);
  static final UserPrincipal ALICE = principal("alice", null, null);
  static final ConnectionInfo CONNECTION =
      new ConnectionInfo(
          "c1",
          TransportKind.WEBSOCKET,
          new InetSocketAddress("192.0.2.7", 50_000),
          new InetSocketAddress("192.0.2.1", 443),
          "TLSv1.3",
          List.of(),
          null,
          null,
          null,
          null);

  final RecordingActions actions = new RecordingActions();
  final HttpTunnelMachine machine;
  long now = Duration.ofHours(1).toNanos();

  private Script(
      @Nullable UserPrincipal principal,
      @Nullable AuthScheme custom,
      ExtendedAuth supported,
      Limits limits) {
    machine =
        new HttpTunnelMachine(
            actions,
            new HttpTunnelMachine.Opening(CONNECTION, principal, custom, supported, TUNNEL_ID),
            limits,
            now,
            WALL);
  }

  static Script of(
      @Nullable UserPrincipal principal, @Nullable AuthScheme custom, ExtendedAuth supported) {
    return new Script(principal, custom, supported, LIMITS);
  }

  /** Alice has signed in over HTTP. */
  static Script http() {
    return of(ALICE, null, BOTH);
  }

  static Script http(UserPrincipal principal) {
    return of(principal, null, BOTH);
  }

  static Script http(Limits limits) {
    return new Script(ALICE, null, BOTH, limits);
  }

  static Script custom(AuthScheme scheme) {
    return of(null, scheme, BOTH);
  }

  static UserPrincipal principal(
      String id, @Nullable Instant validUntil, @Nullable AccessScope scope) {
    return new UserPrincipal(id, id, Set.of(), Map.of(), AuthScheme.NTLM, WALL, validUntil, scope);
  }

  static HandshakeRequest hello(int extendedAuth) {
    return new HandshakeRequest(1, 0, 0, new ExtendedAuth(extendedAuth));
  }

  Script after(Duration time) {
    now += time.toNanos();
    return this;
  }

  Script feed(HttpPacket packet) {
    byte[] bytes = packet.encode();
    return feed(packet.type(), ByteBuffer.wrap(bytes, 8, bytes.length - 8));
  }

  /** Feeds the body of a packet, given in hexadecimal with or without spaces. */
  Script feed(PacketType type, String hex) {
    byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
    return feed(type, ByteBuffer.wrap(body));
  }

  private Script feed(PacketType type, ByteBuffer body) {
    machine.receive(type, body, now);
    return this;
  }

  Script tick() {
    machine.tick(now);
    return this;
  }

  /** Everything that has happened since the last look, in order. */
  Script expect(Object... entries) {
    assertEquals(List.of(entries), actions.take());
    return this;
  }

  /** Everything that has happened since the last look, with the end of the tunnel as the last. */
  CloseReason expectEnd(CloseReason.Kind kind, Object... entries) {
    List<Object> log = actions.take();
    assertFalse(log.isEmpty(), "nothing happened");
    assertEquals(List.of(entries), log.subList(0, log.size() - 1));
    CloseReason reason = ((RecordingActions.TunnelClosed) log.get(log.size() - 1)).reason();
    assertEquals(kind, reason.kind(), reason::explanation);
    assertTrue(machine.isClosed());
    assertEquals(TunnelState.NO_DEADLINE, machine.nextDeadline());
    return reason;
  }

  /** Ends a run that goes on and makes sure that the dead machine moves no more. */
  void end() {
    CloseReason reason = CloseReason.of(CloseReason.Kind.CLIENT_VANISHED, "the test is over");
    machine.clientEnded(reason);
    assertTrue(actions.isClosed());
    actions.take();
    machine.receive(PacketType.HANDSHAKE_REQUEST, ByteBuffer.allocate(6), now);
    machine.receive(PacketType.CLOSE_CHANNEL, ByteBuffer.allocate(4), now);
    assertFalse(machine.dataFromClient(now));
    machine.authenticated(AuthenticationResult.accepted(ALICE), now);
    machine.consent(Optional.empty(), now);
    machine.consentFailed(new DenyReason(DenyCode.HOOK_FAILED, "", ""), now);
    machine.authorized(Decision.allow(TunnelGrant.unrestricted()), now);
    assertFalse(machine.channelOpened(now));
    machine.channelRefused(ResultCode.CONNECT_FAILED, now);
    assertFalse(machine.reauthentication().request(now));
    machine.reauthentication().advance(1, ReauthStatus.USER_AUTHORIZED);
    assertFalse(machine.reauthentication().complete(1, ALICE, TunnelGrant.unrestricted(), now));
    machine.resourceReauthorized(null, now);
    machine.hostEnded(reason, now);
    machine.closeSent(now);
    machine.close(reason, now);
    machine.clientEnded(reason);
    machine.broken("again");
    assertFalse(machine.serviceMessage("text", now));
    machine.tick(Long.MAX_VALUE);
    assertFalse(machine.isAuthorized());
    assertFalse(machine.isWaiting());
    assertEquals(List.of(), actions.take());
  }

  // Ways into a state; what they cause has been checked by the tests of the good path.

  Script handshake() {
    feed(HELLO);
    actions.take();
    return this;
  }

  Script signIn() {
    feed(hello(4));
    actions.take();
    return this;
  }

  Script tunnel(int capabilities) {
    handshake().feed(new TunnelCreate(capabilities, null, null));
    machine.consent(Optional.empty(), now);
    actions.take();
    return this;
  }

  Script authorized(int capabilities, TunnelGrant grant) {
    tunnel(capabilities).feed(AUTH);
    machine.authorized(Decision.allow(grant), now);
    actions.take();
    return this;
  }

  Script authorized() {
    return authorized(0x3F, TunnelGrant.unrestricted());
  }

  Script channel(int capabilities, TunnelGrant grant) {
    authorized(capabilities, grant).feed(CHANNEL);
    assertTrue(machine.channelOpened(now));
    actions.take();
    return this;
  }

  Script channel() {
    return channel(0x3F, TunnelGrant.unrestricted());
  }

  Script closing(CloseReason reason) {
    channel();
    machine.close(reason, now);
    expect(
        new CloseChannel(ResultCode.CLOSE_CONNECTION_ABORTED),
        new RecordingActions.ChannelClosed(reason));
    return this;
  }
}
