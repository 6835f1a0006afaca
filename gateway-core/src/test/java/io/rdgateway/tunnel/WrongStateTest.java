/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.CloseReason.Kind;
import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.ExtendedAuthMessage;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.AuthScheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that are well-formed and come at the wrong time. */
class WrongStateTest extends MachineTest {
  private static final Map<String, Supplier<Script>> STATES =
      Map.of(
          "signIn", () -> Script.custom(AuthScheme.SSPI_NTLM).signIn(),
          "create", () -> Script.http().handshake(),
          "auth", () -> Script.http().tunnel(0),
          "ready", () -> Script.http().authorized(),
          "open", () -> Script.http().channel());

  private static final List<HttpPacket> PACKETS =
      List.of(
          Script.HELLO,
          new ExtendedAuthMessage(ResultCode.SUCCESS, Bytes.copyOf(new byte[] {1})),
          Script.CREATE,
          Script.AUTH,
          Script.CHANNEL,
          new CloseChannel(ResultCode.SUCCESS),
          new CloseChannelResponse(ResultCode.SUCCESS));

  /**
   * The columns are the packets above. A code is the response, after which the tunnel ends; {@code
   * drop} ends it without one, {@code ok} belongs there, and {@code stay} changes nothing.
   */
  @ParameterizedTest
  @CsvSource({
    "signIn, 800759D8, ok,       800759F9, 800759D8, 800759D8, drop, drop",
    "create, 800759D8, 800759F9, ok,       800759D8, 800759D8, drop, drop",
    "auth,   800759D8, 800759D8, 800759D8, ok,       80070005, drop, drop",
    "ready,  800759D8, 800759D8, 800759D8, 800759D8, ok,       ok,   stay",
    "open,   800759D8, 800759D8, 800759D8, 800759D8, ok,       ok,   stay"
  })
  void answersEachWithItsOwnResponse(
      String state, String p0, String p1, String p2, String p3, String p4, String p5, String p6) {
    List<String> outcomes = List.of(p0, p1, p2, p3, p4, p5, p6);
    for (int i = 0; i < PACKETS.size(); i++) {
      Script run = run(Objects.requireNonNull(STATES.get(state)).get());
      HttpPacket packet = PACKETS.get(i);
      String outcome = outcomes.get(i);

      run.feed(packet);

      if (outcome.equals("ok")) {
        assertFalse(run.machine.isClosed(), () -> state + ": " + packet);
        assertFalse(run.actions.take().isEmpty(), () -> state + ": " + packet);
      } else if (outcome.equals("stay")) {
        run.expect();
        assertFalse(run.machine.isClosed());
      } else if (outcome.equals("drop")) {
        run.expectEnd(Kind.PROTOCOL_ERROR);
      } else {
        ResultCode code = new ResultCode(Integer.parseUnsignedInt(outcome, 16));
        run.expectEnd(Kind.PROTOCOL_ERROR, response(packet, code));
      }
    }
  }

  private static HttpPacket response(HttpPacket packet, ResultCode code) {
    return Objects.requireNonNull(Refusals.response(packet.type(), code, Script.BOTH));
  }

  @Test
  void answersACloseWithoutAChannel() {
    Script run = run(Script.http().authorized());
    long deadline = run.machine.nextDeadline();
    run.after(Duration.ofSeconds(1)).feed(new CloseChannel(ResultCode.SUCCESS));
    run.expect(new CloseChannelResponse(ResultCode.SUCCESS));
    assertEquals(deadline, run.machine.nextDeadline());
  }

  @Test
  void dropsATruncatedClose() {
    for (PacketType type : List.of(PacketType.CLOSE_CHANNEL, PacketType.CLOSE_CHANNEL_RESPONSE)) {
      Script run = run(Script.http().channel());
      run.feed(type, "0000");
      run.expectEnd(Kind.PROTOCOL_ERROR);
    }
  }

  @Test
  void dropsAnUnknownPacketBeforeTheTunnelIsAuthorized() {
    for (PacketType type : unknown()) {
      for (String state : List.of("signIn", "create", "auth")) {
        Script run = run(Objects.requireNonNull(STATES.get(state)).get());
        run.feed(type, "");
        run.expectEnd(Kind.PROTOCOL_ERROR);
      }
    }
  }

  @Test
  void ignoresAFewUnknownPacketsAfterwards() {
    int bound = Script.LIMITS.maxUnknownPackets();
    for (String state : List.of("ready", "open")) {
      Script run = run(Objects.requireNonNull(STATES.get(state)).get());
      for (int i = 0; i < bound; i++) {
        run.feed(unknown().get(i % unknown().size()), "00");
      }
      run.expect();
      run.feed(new PacketType(0x0E), "");
      List<Object> log = run.actions.take();
      assertEquals(new CloseChannel(ResultCode.CLOSE_NOT_SUPPORTED), log.get(0));
      assertEquals(state.equals("open") ? 2 : 1, log.size());
      run.feed(new CloseChannelResponse(ResultCode.SUCCESS));
      run.expectEnd(Kind.PROTOCOL_ERROR);
    }
  }

  @Test
  void countsUnknownPacketsOverAllChannels() {
    int bound = Script.LIMITS.maxUnknownPackets();
    Script run = run(Script.http().channel());
    for (int i = 0; i < bound; i++) {
      run.feed(new PacketType(0x7777), "");
    }
    run.feed(new CloseChannel(ResultCode.SUCCESS)).feed(Script.CHANNEL);
    assertTrue(run.machine.channelOpened(run.now));
    run.actions.take();
    run.feed(new PacketType(0x7777), "");
    assertEquals(new CloseChannel(ResultCode.CLOSE_NOT_SUPPORTED), run.actions.take().get(0));
  }

  /** Types without a meaning, and those that only servers send. */
  private static List<PacketType> unknown() {
    return List.of(
        new PacketType(0x00),
        new PacketType(0x0E),
        new PacketType(0x0F),
        new PacketType(0x12),
        new PacketType(0xFFFF),
        PacketType.HANDSHAKE_RESPONSE,
        PacketType.TUNNEL_RESPONSE,
        PacketType.TUNNEL_AUTH_RESPONSE,
        PacketType.CHANNEL_RESPONSE,
        PacketType.SERVICE_MESSAGE,
        PacketType.REAUTH_MESSAGE);
  }

  @Test
  void bytesThatCannotBeFollowedEndTheTunnelAnywhere() {
    for (Supplier<Script> state : STATES.values()) {
      Script run = run(state.get());
      run.machine.broken("a packet of 3 bytes");
      CloseReason reason = run.expectEnd(Kind.PROTOCOL_ERROR);
      assertEquals("a packet of 3 bytes", reason.explanation());
    }
  }
}
