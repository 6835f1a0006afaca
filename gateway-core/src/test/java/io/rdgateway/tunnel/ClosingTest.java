/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.rdgateway.CloseReason;
import io.rdgateway.CloseReason.Kind;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.TunnelGrant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends: by the client, by the host, by us, and several at once. */
class ClosingTest extends MachineTest {
  private static final CloseReason ADMIN = CloseReason.of(Kind.ADMINISTRATOR, "by hand");
  private static final CloseReason HOST = CloseReason.of(Kind.HOST_CLOSED, "the host closed");
  private static final CloseReason GONE = CloseReason.of(Kind.CLIENT_VANISHED, "gone");
  private static final CloseChannelResponse ANSWER = new CloseChannelResponse(ResultCode.SUCCESS);

  @Test
  void endsWithTheClientsAnswer() {
    Script run = run(Script.http().closing(ADMIN));
    run.feed(ANSWER);
    assertEquals(ADMIN, run.expectEnd(Kind.ADMINISTRATOR));
  }

  @Test
  void answersTheClientsCloseWhenBothCloseAtOnce() {
    Script run = run(Script.http().closing(ADMIN));
    run.feed(new CloseChannel(ResultCode.SUCCESS));
    run.expectEnd(Kind.ADMINISTRATOR, ANSWER);
  }

  @Test
  void throwsEverythingElseAwayWhileItCloses() {
    Script run = run(Script.http().closing(ADMIN));
    run.feed(Script.HELLO).feed(Script.CREATE).feed(Script.AUTH).feed(Script.CHANNEL);
    for (int i = 0; i < 100; i++) {
      run.feed(new PacketType(0x0E), "");
    }
    run.machine.hostEnded(HOST, run.now);
    run.machine.close(HOST, run.now);
    run.expect();
    assertFalse(run.machine.isClosed());
  }

  @Test
  void keepsTheFirstReasonWhateverEndsTheConnection() {
    Script vanished = run(Script.http().closing(ADMIN));
    vanished.machine.clientEnded(GONE);
    assertEquals(ADMIN, vanished.expectEnd(Kind.ADMINISTRATOR));

    Script broken = run(Script.http().closing(ADMIN));
    broken.machine.broken("no frame");
    assertEquals(ADMIN, broken.expectEnd(Kind.ADMINISTRATOR));

    Script malformed = run(Script.http().closing(ADMIN));
    malformed.feed(PacketType.CHANNEL_CREATE, "00");
    assertEquals(ADMIN, malformed.expectEnd(Kind.ADMINISTRATOR));
  }

  /** A slow client is to get everything in front of the close. */
  @Test
  void waitsForTheAnswerOnlyFromWhenTheCloseHasLeft() {
    Script run = run(Script.http().closing(ADMIN));
    assertEquals(TunnelState.NO_DEADLINE, run.machine.nextDeadline());
    run.after(Duration.ofDays(1)).tick().expect();

    run.machine.closeSent(run.now);
    long deadline = run.now + Script.LIMITS.closeTime().toNanos();
    assertEquals(deadline, run.machine.nextDeadline());
    run.now = deadline - 1;
    run.tick().expect();
    run.now = deadline;
    run.tick();
    assertEquals(ADMIN, run.expectEnd(Kind.ADMINISTRATOR));
  }

  @Test
  void theTimesOfThePolicyCountNoMoreWhileItCloses() {
    TunnelGrant grant =
        TunnelGrant.unrestricted().withTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(2));
    Script run = run(Script.http().channel(0x3F, grant));
    run.machine.close(ADMIN, run.now);
    run.actions.take();
    run.after(Duration.ofHours(1)).tick().expect();
    assertEquals(TunnelState.NO_DEADLINE, run.machine.nextDeadline());
  }

  @Test
  void tellsTheClientThatTheHostHasEnded() {
    for (Kind kind : List.of(Kind.HOST_CLOSED, Kind.HOST_FAILED)) {
      CloseReason reason = CloseReason.of(kind, "over");
      Script run = run(Script.http().channel());
      run.machine.hostEnded(reason, run.now);
      run.expect(
          new CloseChannel(new ResultCode(0xA0)), new RecordingActions.ChannelClosed(reason));
      run.feed(ANSWER);
      run.expectEnd(kind);
    }
  }

  @Test
  void aHostThatEndsWithoutAChannelChangesNothing() {
    Script run = run(Script.http().authorized());
    run.machine.hostEnded(HOST, run.now);
    run.machine.closeSent(run.now);
    run.expect();
  }

  @Test
  void closesAnAuthorizedTunnelWithoutAChannelInOrder() {
    Script run = run(Script.http().authorized());
    run.machine.close(ADMIN, run.now);
    run.expect(new CloseChannel(ResultCode.CLOSE_CONNECTION_ABORTED));
    run.feed(ANSWER);
    run.expectEnd(Kind.ADMINISTRATOR);
  }

  /** FreeRDP fails on a CLOSE_CHANNEL during set-up, so the connection just ends. */
  @Test
  void endsAtOnceBeforeTheTunnelIsAuthorizedAndWhileAHookIsAsked() {
    Script waitingForConsent = Script.http().handshake().feed(Script.CREATE);
    Script waitingForPolicy = Script.http().tunnel(0).feed(Script.AUTH);
    Script waitingForHost = Script.http().authorized().feed(Script.CHANNEL);
    for (Script script :
        List.of(
            Script.http(),
            Script.http().handshake(),
            waitingForConsent,
            Script.http().tunnel(0),
            waitingForPolicy,
            waitingForHost)) {
      Script run = run(script);
      run.actions.take();
      run.machine.close(ADMIN, run.now);
      run.expectEnd(Kind.ADMINISTRATOR);
    }
  }

  @Test
  void theAnswerOfAHookComesTooLateAfterTheEnd() {
    Script run = run(Script.http().authorized().feed(Script.CHANNEL));
    run.actions.take();
    run.machine.clientEnded(GONE);
    run.expectEnd(Kind.CLIENT_VANISHED);
    assertFalse(run.machine.channelOpened(run.now));

    Script consent = run(Script.http().handshake().feed(Script.CREATE));
    consent.machine.clientEnded(GONE);
    consent.actions.take();
    consent.machine.consent(Optional.empty(), consent.now);
    consent.expect();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hasACloseCodeForEveryReason(Kind kind) {
    int code =
        switch (kind) {
          case IDLE_TIMEOUT, SESSION_TIMEOUT -> 0x59F6;
          case HOST_CLOSED, HOST_FAILED -> 0xA0;
          case PROTOCOL_ERROR -> 0x59E8;
          case TIMED_OUT, STALLED -> 0x3E3;
          case INTERNAL_ERROR -> 0x59D8;
          default -> 0x4D4;
        };
    Script able = run(Script.http().channel(Capabilities.IDLE_TIMEOUT, TunnelGrant.unrestricted()));
    able.machine.close(CloseReason.of(kind, "test"), able.now);
    assertEquals(new CloseChannel(new ResultCode(code)), able.actions.take().get(0));

    Script unable = run(Script.http().channel(0, TunnelGrant.unrestricted()));
    unable.machine.close(CloseReason.of(kind, "test"), unable.now);
    assertEquals(
        new CloseChannel(new ResultCode(code == 0x59F6 ? 0x4D4 : code)),
        unable.actions.take().get(0));
  }
}
