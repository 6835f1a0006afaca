/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason.Kind;
import io.rdgateway.Limits;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.Keepalive;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest extends MachineTest {
  private static final Duration NONE = Duration.ZERO;
  private static final int IDLE = Capabilities.IDLE_TIMEOUT;
  private static final ResultCode TIMEOUT = ResultCode.CLOSE_SESSION_TIMEOUT;
  private static final ResultCode ABORTED = ResultCode.CLOSE_CONNECTION_ABORTED;

  private static TunnelGrant grant(Duration idle, Duration session) {
    return TunnelGrant.unrestricted().withTimeouts(idle, session);
  }

  /** Nothing happens just before the time, and the end comes at it. */
  private static void expiresAfter(Script run, Duration time, Kind kind) {
    long deadline = run.now + time.toNanos();
    assertEquals(deadline, run.machine.nextDeadline());
    run.now = deadline - 1;
    run.tick().expect();
    run.now = deadline;
    run.tick().expectEnd(kind);
  }

  private static void closesAfter(Script run, Duration time, Kind kind, ResultCode code) {
    long deadline = run.now + time.toNanos();
    assertEquals(deadline, run.machine.nextDeadline());
    run.now = deadline - 1;
    run.tick().expect();
    run.now = deadline;
    run.tick();
    List<Object> log = run.actions.take();
    assertEquals(new CloseChannel(code), log.get(0));
    assertEquals(kind, ((RecordingActions.ChannelClosed) log.get(1)).reason().kind());
    assertEquals(2, log.size());
    run.feed(new CloseChannelResponse(ResultCode.SUCCESS));
    run.expectEnd(kind);
  }

  /** Without keep-alives, which would have deadlines of their own. */
  private static Script quiet() {
    return Script.http(Script.LIMITS.toBuilder().keepAliveTime(NONE).build());
  }

  @Test
  void everyStateOfTheSetUpHasADeadline() {
    Limits limits = Script.LIMITS;
    expiresAfter(run(Script.http()), limits.handshakeTime(), Kind.TIMED_OUT);
    expiresAfter(
        run(Script.custom(AuthScheme.SSPI_NTLM).signIn()), limits.signInTime(), Kind.TIMED_OUT);
    expiresAfter(run(Script.http().handshake()), limits.tunnelTime(), Kind.TIMED_OUT);
    expiresAfter(run(Script.http().tunnel(0)), limits.tunnelTime(), Kind.TIMED_OUT);
    expiresAfter(run(Script.http().authorized()), limits.channelTime(), Kind.TIMED_OUT);

    Script again = run(Script.http().channel());
    again.after(Duration.ofSeconds(1)).feed(new CloseChannel(ResultCode.SUCCESS));
    again.actions.take();
    expiresAfter(again, limits.channelTime(), Kind.TIMED_OUT);
  }

  @Test
  void waitsForHooksWithoutADeadlineOfItsOwn() {
    for (Script script :
        List.of(
            Script.http().handshake().feed(Script.CREATE),
            Script.http().tunnel(0).feed(Script.AUTH),
            Script.http().authorized().feed(Script.CHANNEL))) {
      Script run = run(script);
      run.actions.take();
      assertTrue(run.machine.isWaiting());
      assertEquals(TunnelState.NO_DEADLINE, run.machine.nextDeadline());
      run.after(Duration.ofDays(1)).tick().expect();
    }
  }

  @Test
  void idleTimeEndsATunnelWithoutDataFromTheClient() {
    Duration idle = Duration.ofMinutes(5);
    closesAfter(run(quiet().channel(IDLE, grant(idle, NONE))), idle, Kind.IDLE_TIMEOUT, TIMEOUT);
    closesAfter(run(quiet().channel(0, grant(idle, NONE))), idle, Kind.IDLE_TIMEOUT, ABORTED);
  }

  @Test
  void onlyDataFromTheClientRestartsTheIdleTime() {
    Duration idle = Duration.ofMinutes(5);
    Script run = run(quiet().channel(IDLE, grant(idle, NONE)));
    run.after(Duration.ofMinutes(4));
    assertTrue(run.machine.dataFromClient(run.now));
    long deadline = run.now + idle.toNanos();
    run.after(Duration.ofMinutes(4)).feed(new Keepalive());
    run.machine.dataSent(run.now);
    assertEquals(deadline, run.machine.nextDeadline());
  }

  @Test
  void sessionTimeRunsFromTheFirstChannel() {
    Duration session = Duration.ofHours(2);
    closesAfter(
        run(quiet().channel(IDLE, grant(NONE, session))), session, Kind.SESSION_TIMEOUT, TIMEOUT);
    closesAfter(
        run(quiet().channel(0, grant(NONE, session))), session, Kind.SESSION_TIMEOUT, ABORTED);

    Script again = run(quiet().channel(IDLE, grant(NONE, session)));
    final long deadline = again.now + session.toNanos();
    again.after(Duration.ofMinutes(90)).feed(new CloseChannel(ResultCode.SUCCESS));
    again.feed(Script.CHANNEL);
    assertTrue(again.machine.channelOpened(again.now));
    assertEquals(deadline, again.machine.nextDeadline());
  }

  @Test
  void theEndOfTheProofEndsTheTunnel() {
    Instant end = Script.WALL.plus(Duration.ofMinutes(10));
    for (int capabilities : new int[] {0, IDLE}) {
      UserPrincipal principal = Script.principal("alice", end, null);
      Script run = run(Script.http(principal));
      final long start = run.now;
      run.channel(capabilities, TunnelGrant.unrestricted());
      run.now = start + Duration.ofMinutes(10).toNanos() - 1;
      run.machine.dataSent(run.now);
      run.tick().expect();
      run.now++;
      assertEquals(run.now, run.machine.nextDeadline());
      run.tick();
      assertEquals(new CloseChannel(ABORTED), run.actions.take().get(0));
      run.feed(new CloseChannelResponse(ResultCode.SUCCESS));
      run.expectEnd(Kind.PROOF_EXPIRED);
    }
  }

  @Test
  void theProofMayEndBeforeTheTunnelIsAuthorized() {
    UserPrincipal principal = Script.principal("alice", Script.WALL.plusSeconds(10), null);
    Script run = run(Script.http(principal));
    run.tunnel(0).feed(Script.AUTH);
    run.actions.take();
    run.after(Duration.ofSeconds(10)).tick();
    run.expectEnd(Kind.PROOF_EXPIRED);
  }

  @Test
  void sendsKeepalivesOnlyWithAChannel() {
    for (Script script : List.of(Script.http().handshake(), Script.http().tunnel(0))) {
      Script run = run(script);
      run.after(Script.LIMITS.tunnelTime().minusNanos(1)).tick().expect();
    }
    Limits limits = Script.LIMITS.toBuilder().keepAliveTime(Duration.ofSeconds(10)).build();
    Script ready = run(Script.http(limits).authorized());
    ready.after(Duration.ofSeconds(30)).tick().expect();
  }

  @Test
  void sendsAKeepaliveWhenNothingElseWasSent() {
    Duration time = Script.LIMITS.keepAliveTime();
    Script run = run(Script.http().channel());
    for (int i = 0; i < 3; i++) {
      long deadline = run.now + time.toNanos();
      assertEquals(deadline, run.machine.nextDeadline());
      run.now = deadline - 1;
      run.tick().expect();
      run.now = deadline;
      run.tick().expect(new Keepalive());
      run.tick().expect();
    }
    run.after(Duration.ofSeconds(59));
    run.machine.dataSent(run.now);
    assertEquals(run.now + time.toNanos(), run.machine.nextDeadline());
    run.after(Duration.ofSeconds(59)).feed(Script.CHANNEL); // refused by a packet
    run.actions.take();
    run.after(Duration.ofSeconds(59)).tick().expect();
  }

  @Test
  void keepalivesCanBeSwitchedOff() {
    Script run = run(quiet().channel());
    assertEquals(TunnelState.NO_DEADLINE, run.machine.nextDeadline());
    run.after(Duration.ofDays(100)).tick().expect();
    run.machine.limits(Script.LIMITS);
    run.tick().expect(new Keepalive());
  }

  @Test
  void timesBeyondTheEndOfTheClockNeverCome() {
    Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
    UserPrincipal principal = Script.principal("alice", Instant.MAX, null);
    Script run = run(Script.http(principal).channel(IDLE, grant(ages, ages)));
    assertEquals(run.now + Script.LIMITS.keepAliveTime().toNanos(), run.machine.nextDeadline());
  }

  @Test
  void aReviewBringsNewTimes() {
    Script run = run(quiet().channel(IDLE, grant(NONE, NONE)));
    run.machine.revise(Script.ALICE, grant(Duration.ofMinutes(1), NONE));
    closesAfter(run, Duration.ofMinutes(1), Kind.IDLE_TIMEOUT, TIMEOUT);

    Script proof = run(quiet().channel(IDLE, grant(NONE, NONE)));
    proof.machine.revise(
        Script.principal("alice", Script.WALL.plusSeconds(9), null), grant(NONE, NONE));
    closesAfter(proof, Duration.ofSeconds(9), Kind.PROOF_EXPIRED, ABORTED);
  }

  @Test
  void aReviewMayFindTheProofGoodForAnotherAddressOnly() throws Exception {
    Script run = run(quiet().channel(IDLE, grant(NONE, NONE)));
    AccessScope scope = new AccessScope(List.of(), InetAddress.getByName("192.0.2.8"));
    run.machine.revise(Script.principal("alice", null, scope), grant(NONE, NONE));
    assertTrue(run.machine.nextDeadline() <= run.now);
    run.tick();
    assertEquals(new CloseChannel(ABORTED), run.actions.take().get(0));
    run.feed(new CloseChannelResponse(ResultCode.SUCCESS));
    run.expectEnd(Kind.PROOF_EXPIRED);
  }

  @Test
  void aReviewOfATunnelThatIsNotOpenChangesNothing() {
    Script run = run(Script.http().tunnel(0));
    run.machine.revise(Script.principal("bob", Script.WALL, null), grant(NONE, NONE));
    assertFalse(run.machine.isAuthorized());
    run.tick().expect();
    run.feed(Script.AUTH);
    RecordingActions.Authorize asked = (RecordingActions.Authorize) run.actions.take().get(0);
    assertEquals(Script.ALICE, asked.request().principal());
  }
}
