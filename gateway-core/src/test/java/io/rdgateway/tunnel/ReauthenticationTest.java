/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.CloseReason.Kind;
import io.rdgateway.Limits;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.ReauthMessage;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A live tunnel whose client is to sign in again, as the tunnel sees it. */
class ReauthenticationTest extends MachineTest {
  private static final int REAUTH = Capabilities.REAUTHENTICATION;
  private static final int IDLE = Capabilities.IDLE_TIMEOUT;
  private static final Duration SESSION = Duration.ofHours(2);
  private static final Limits LIMITS =
      Script.LIMITS.toBuilder()
          .keepAliveTime(Duration.ZERO)
          .reauthenticationTime(Duration.ofMinutes(1))
          .build();
  private static final TunnelGrant GRANT = grant(Duration.ZERO, SESSION, true);

  private static TunnelGrant grant(Duration idle, Duration session, boolean reauthenticate) {
    return new TunnelGrant(Set.of(), idle, session, reauthenticate, Map.of());
  }

  private Script channel(int capabilities, TunnelGrant grant) {
    return run(Script.http(LIMITS)).channel(capabilities, grant);
  }

  /** The session time has passed and the client has been asked, under context 1. */
  private Script asked(int capabilities) {
    Script run = channel(capabilities, GRANT);
    long deadline = run.now + SESSION.toNanos();
    assertEquals(deadline, run.machine.nextDeadline());
    run.now = deadline - 1;
    run.tick().expect();
    run.now = deadline;
    run.tick().expect(new RecordingActions.Offered(1), new ReauthMessage(1));
    assertTrue(run.machine.isChannelOpen());
    assertEquals(deadline + Duration.ofMinutes(1).toNanos(), run.machine.nextDeadline());
    return run;
  }

  private static void closesWith(Script run, Kind kind, ResultCode code) {
    List<Object> log = run.actions.take();
    assertEquals(new RecordingActions.Withdrawn(), log.get(0));
    assertEquals(new CloseChannel(code), log.get(1));
    assertEquals(kind, ((RecordingActions.ChannelClosed) log.get(2)).reason().kind());
    assertEquals(3, log.size());
    run.feed(new CloseChannelResponse(ResultCode.SUCCESS));
    run.expectEnd(kind);
  }

  /** The table of the status when the time is over, for clients with and without IDLE_TIMEOUT. */
  @ParameterizedTest
  @CsvSource({
    "NONE, 0x59FA",
    "AUTHENTICATED, 0x59FB",
    "QUARANTINED, 0x5A00",
    "USER_AUTHORIZED, 0x59FC"
  })
  void endsWithTheCodeOfTheStatusWhenTheTimeIsOver(ReauthStatus status, String code) {
    for (int capabilities : new int[] {REAUTH | IDLE, REAUTH}) {
      Script run = asked(capabilities);
      run.machine.reauthentication().advance(1, status);
      run.after(Duration.ofMinutes(1).minusNanos(1)).tick().expect();
      run.now++;
      run.tick();
      ResultCode expected = new ResultCode(capabilities == REAUTH ? 0x4D4 : Integer.decode(code));
      closesWith(run, Kind.REAUTHENTICATION_FAILED, expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {REAUTH | IDLE, REAUTH})
  void goesOnWithTheNewTermsWhenTheResourceIsAuthorizedAgain(int capabilities) {
    Script run = asked(capabilities);
    run.machine.reauthentication().advance(1, ReauthStatus.AUTHENTICATED);
    run.machine.reauthentication().advance(1, ReauthStatus.USER_AUTHORIZED);
    run.after(Duration.ofSeconds(20)).tick().expect();
    Duration next = Duration.ofMinutes(30);
    UserPrincipal again = Script.principal("alice", Script.WALL.plus(Duration.ofDays(1)), null);
    assertTrue(
        run.machine
            .reauthentication()
            .complete(1, again, grant(Duration.ZERO, next, true), run.now));
    run.expect(new RecordingActions.Withdrawn());
    assertEquals(again, run.machine.principal());
    assertEquals(run.now + next.toNanos(), run.machine.nextDeadline());

    // And once more, under another context.
    run.after(next).tick().expect(new RecordingActions.Offered(2), new ReauthMessage(2));
    assertFalse(run.machine.reauthentication().complete(1, again, GRANT, run.now));
    run.machine.reauthentication().advance(1, ReauthStatus.USER_AUTHORIZED);
    run.after(Duration.ofMinutes(1)).tick();
    closesWith(
        run,
        Kind.REAUTHENTICATION_FAILED,
        capabilities == REAUTH
            ? ResultCode.CLOSE_CONNECTION_ABORTED
            : ResultCode.CLOSE_REAUTH_AUTHN_FAILED);
  }

  @Test
  void disconnectsAClientThatCannotReauthenticate() {
    for (int capabilities : new int[] {IDLE, 0}) {
      Script run = channel(capabilities, GRANT);
      run.after(SESSION).tick();
      assertEquals(
          new CloseChannel(new ResultCode(capabilities == IDLE ? 0x59F6 : 0x4D4)),
          run.actions.take().get(0));
      run.feed(new CloseChannelResponse(ResultCode.SUCCESS));
      run.expectEnd(Kind.SESSION_TIMEOUT);
    }
  }

  @Test
  void disconnectsWhereTheGrantDoesNotAskForReauthentication() {
    Script run = channel(REAUTH | IDLE, grant(Duration.ZERO, SESSION, false));
    run.after(SESSION).tick();
    assertEquals(new CloseChannel(ResultCode.CLOSE_SESSION_TIMEOUT), run.actions.take().get(0));
  }

  @Test
  void disconnectsATunnelWithoutAChannel() {
    Script run = channel(REAUTH | IDLE, GRANT);
    run.after(SESSION.minusSeconds(1)).feed(new CloseChannel(ResultCode.SUCCESS));
    run.actions.take();
    run.after(Duration.ofSeconds(1)).tick();
    run.expect(new CloseChannel(ResultCode.CLOSE_SESSION_TIMEOUT));
  }

  @Test
  void dataFlowsAndTheOtherTimesRunMeanwhile() {
    Script run = asked(REAUTH | IDLE);
    assertTrue(run.machine.dataFromClient(run.now));
    run.machine.revise(Script.ALICE, grant(Duration.ofSeconds(30), SESSION, true));
    assertEquals(run.now + Duration.ofSeconds(30).toNanos(), run.machine.nextDeadline());
    run.after(Duration.ofSeconds(30)).tick();
    closesWith(run, Kind.IDLE_TIMEOUT, ResultCode.CLOSE_SESSION_TIMEOUT);

    Script proof = asked(REAUTH | IDLE);
    proof.machine.revise(
        Script.principal("alice", Script.WALL.plus(SESSION).plusSeconds(9), null), GRANT);
    proof.after(Duration.ofSeconds(9)).tick();
    closesWith(proof, Kind.PROOF_EXPIRED, ResultCode.CLOSE_CONNECTION_ABORTED);
  }

  @Test
  void aNewProofReplacesTheOneThatRunsOut() {
    Script run = channel(REAUTH | IDLE, GRANT);
    run.machine.revise(
        Script.principal("alice", Script.WALL.plus(SESSION).plusSeconds(30), null), GRANT);
    run.after(SESSION).tick().expect(new RecordingActions.Offered(1), new ReauthMessage(1));
    assertTrue(run.machine.reauthentication().complete(1, Script.ALICE, GRANT, run.now));
    run.expect(new RecordingActions.Withdrawn());
    assertEquals(run.now + SESSION.toNanos(), run.machine.nextDeadline());
  }

  @Test
  void isWithdrawnHoweverTheTunnelEnds() {
    Script vanished = asked(REAUTH);
    vanished.machine.clientEnded(CloseReason.of(Kind.CLIENT_VANISHED, "gone"));
    vanished.expectEnd(Kind.CLIENT_VANISHED, new RecordingActions.Withdrawn());

    Script closed = asked(REAUTH);
    closed.machine.close(CloseReason.of(Kind.ADMINISTRATOR, "by hand"), closed.now);
    assertFalse(closed.machine.reauthentication().complete(1, Script.ALICE, GRANT, closed.now));
    closesWith(closed, Kind.ADMINISTRATOR, ResultCode.CLOSE_CONNECTION_ABORTED);

    Script host = asked(REAUTH);
    host.machine.hostEnded(CloseReason.of(Kind.HOST_CLOSED, "closed"), host.now);
    closesWith(host, Kind.HOST_CLOSED, ResultCode.CLOSE_BAD_ARGUMENTS);
  }

  @Test
  void aChannelThatTheClientClosesMeanwhileCannotBeReauthenticated() {
    Script run = asked(REAUTH | IDLE);
    run.feed(new CloseChannel(ResultCode.SUCCESS));
    run.actions.take();
    assertFalse(run.machine.reauthentication().complete(1, Script.ALICE, GRANT, run.now));
    run.after(Duration.ofMinutes(1).minusNanos(1)).tick().expect();
    run.feed(Script.CHANNEL);
    run.actions.take();
    run.now++;
    run.tick(); // while the host is being connected: nothing can be sent in between
    run.expectEnd(Kind.REAUTHENTICATION_FAILED, new RecordingActions.Withdrawn());
  }

  @Test
  void canBeRequestedOnceAndOnlyOfAClientThatCan() {
    Script run = channel(REAUTH | IDLE, TunnelGrant.unrestricted());
    assertTrue(run.machine.reauthentication().request(run.now));
    run.expect(new RecordingActions.Offered(1), new ReauthMessage(1));
    assertFalse(run.machine.reauthentication().request(run.now));
    assertTrue(
        run.machine
            .reauthentication()
            .complete(1, Script.ALICE, TunnelGrant.unrestricted(), run.now));
    run.expect(new RecordingActions.Withdrawn());
    assertEquals(TunnelState.NO_DEADLINE, run.machine.nextDeadline());

    Script incapable = channel(IDLE, GRANT);
    assertFalse(incapable.machine.reauthentication().request(incapable.now));
    Script early = run(Script.http(LIMITS)).authorized(REAUTH, GRANT);
    assertFalse(early.machine.reauthentication().request(early.now));
    incapable.expect();
    early.expect();
  }
}
