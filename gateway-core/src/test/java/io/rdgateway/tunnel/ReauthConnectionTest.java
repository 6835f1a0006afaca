/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.rdgateway.CloseReason.Kind;
import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext.Stage;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The connection on which a client signs in again for its live tunnel, as that machine sees it. */
class ReauthConnectionTest extends MachineTest {
  private static final long CONTEXT = 0x1122_3344_5566_7788L;
  private static final TunnelGrant CURRENT =
      new TunnelGrant(
          Set.of(Redirection.CLIPBOARD), Duration.ZERO, Duration.ofHours(1), true, Map.of());
  private static final TunnelGrant NEW =
      new TunnelGrant(Set.of(), Duration.ofMinutes(5), Duration.ofHours(3), true, Map.of("a", "b"));
  private static final TunnelGrant RENEWED =
      new TunnelGrant(
          Set.of(Redirection.CLIPBOARD),
          Duration.ofMinutes(5),
          Duration.ofHours(3),
          true,
          Map.of("a", "b"));
  private static final TunnelCreate CREATE = new TunnelCreate(0x3F, CONTEXT, null);
  private static final DenyReason DENIED = new DenyReason(DenyCode.NOT_AUTHORIZED, "test", "no");

  private Script offered(Script script) {
    run(script).actions.offers.put(CONTEXT, Optional.of(CURRENT));
    return script;
  }

  private Script created() {
    Script run = offered(Script.http()).handshake().feed(CREATE);
    run.expect(
        new RecordingActions.Claimed(CONTEXT, Script.ALICE),
        new RecordingActions.Advanced(ReauthStatus.AUTHENTICATED),
        new TunnelResponse(0, ResultCode.SUCCESS, Script.TUNNEL_ID, 0x1E, null, null));
    return run;
  }

  private Script authorizing() {
    Script run = created().feed(Script.AUTH);
    run.expect(
        new RecordingActions.Authorize(
            new TunnelRequest(
                Script.ALICE,
                Script.CONNECTION,
                "client-pc",
                new Capabilities(0x1E),
                Occasion.REAUTHENTICATION,
                CURRENT)));
    return run;
  }

  private Script authorized() {
    Script run = authorizing();
    run.machine.authorized(Decision.allow(NEW), run.now);
    run.expect(
        new TunnelAuthResponse(
            ResultCode.SUCCESS, TunnelAuthResponse.REDIR_DISABLE_CLIPBOARD, 5, null),
        new RecordingActions.Advanced(ReauthStatus.USER_AUTHORIZED));
    return run;
  }

  private Script judging() {
    Script run = authorized().feed(Script.CHANNEL);
    run.expect(
        new RecordingActions.AuthorizeResource(
            Script.ALICE, RENEWED, List.of("host.example", "10.0.0.1"), 3389));
    return run;
  }

  private Script done() {
    Script run = judging();
    run.machine.resourceReauthorized(null, run.now);
    run.expect(channelOpen(1));
    return run;
  }

  @Test
  void goesThroughEveryStepAndIsNeverATunnel() {
    Script run = done();
    assertFalse(run.machine.isAuthorized());
    assertFalse(run.machine.isChannelOpen());
    assertFalse(run.machine.reauthentication().request(run.now));
    run.feed(new CloseChannel(ResultCode.SUCCESS));
    run.expectEnd(Kind.CLIENT_CLOSED, new CloseChannelResponse(ResultCode.SUCCESS));
  }

  @Test
  void endsAClientThatDoesNotCloseIt() {
    Script run = done();
    assertEquals(run.now + Script.LIMITS.channelTime().toNanos(), run.machine.nextDeadline());
    run.after(Script.LIMITS.channelTime()).tick();
    run.expectEnd(Kind.TIMED_OUT);
  }

  @Test
  void relaysNothing() {
    Script run = done();
    assertFalse(run.machine.dataFromClient(run.now));
    run.expectEnd(Kind.PROTOCOL_ERROR);
  }

  @Test
  void everyStepHasADeadline() {
    Script create = created();
    create.after(Script.LIMITS.tunnelTime()).tick();
    create.expectEnd(Kind.TIMED_OUT);
    Script channel = authorized();
    channel.after(Script.LIMITS.channelTime()).tick();
    channel.expectEnd(Kind.TIMED_OUT);
  }

  @Test
  void refusesAContextThatNobodyWaitsUnder() {
    for (long context : new long[] {0, CONTEXT + 1, -1}) {
      Script run = offered(Script.http()).handshake();
      run.feed(new TunnelCreate(0x3F, context, null));
      run.expectEnd(Kind.PROTOCOL_ERROR, tunnel(new ResultCode(0x800759D8)));
    }
  }

  @Test
  void refusesTheTunnelOfAnotherUser() {
    Script run = run(Script.http());
    run.actions.offers.put(CONTEXT, Optional.empty());
    run.handshake().feed(CREATE);
    run.expectEnd(
        Kind.NOT_AUTHORIZED,
        new RecordingActions.Claimed(CONTEXT, Script.ALICE),
        tunnel(new ResultCode(0x80070005)));
  }

  @Test
  void asksAboutACookieWithItsOccasion() {
    Script run = offered(Script.custom(AuthScheme.PAA));
    run.feed(Script.hello(2));
    run.actions.take();
    run.feed(new TunnelCreate(0x3F, CONTEXT, TunnelCreate.cookie("token")));
    run.expect(
        new RecordingActions.Authenticate(
            new Credential.AccessToken(AuthScheme.PAA, "token"),
            Stage.TUNNEL_CREATE,
            Occasion.REAUTHENTICATION));
    run.machine.authenticated(AuthenticationResult.accepted(Script.ALICE), run.now);
    assertEquals(new RecordingActions.Claimed(CONTEXT, Script.ALICE), run.actions.take().get(0));
  }

  @Test
  void refusesACookieAndOneWhoseTunnelHasGoneMeanwhile() {
    Script refused = offered(Script.custom(AuthScheme.PAA));
    refused.feed(Script.hello(2));
    refused.feed(new TunnelCreate(0x3F, CONTEXT, TunnelCreate.cookie("token")));
    refused.actions.take();
    refused.machine.authenticated(
        AuthenticationResult.rejected(RejectReason.WRONG_PASSWORD), refused.now);
    refused.expectEnd(Kind.SIGN_IN_REFUSED, tunnel(ResultCode.COOKIE_ACCESS_DENIED));

    Script late = offered(Script.custom(AuthScheme.PAA));
    late.feed(Script.hello(2));
    late.feed(new TunnelCreate(0x3F, CONTEXT, TunnelCreate.cookie("token")));
    late.actions.take();
    late.actions.offers.clear();
    late.machine.authenticated(AuthenticationResult.accepted(Script.ALICE), late.now);
    late.expectEnd(Kind.PROTOCOL_ERROR, tunnel(ResultCode.INTERNAL_ERROR));
  }

  @Test
  void tellsThatTheConnectionPolicyDenies() {
    Script run = authorizing();
    run.machine.authorized(new Decision.Deny<>(DENIED), run.now);
    run.expectEnd(
        Kind.NOT_AUTHORIZED,
        new RecordingActions.ReauthRefused(DENIED),
        auth(new ResultCode(0x800759DB)));

    Script none = authorizing();
    none.machine.authorized(new Decision.NotApplicable<>("nothing fits"), none.now);
    assertEquals(auth(ResultCode.NAP_ACCESS_DENIED), none.actions.take().get(1));
  }

  @Test
  void tellsThatTheStateOfHealthIsRefused() {
    DenyReason ill = new DenyReason(DenyCode.QUARANTINE, "test", "ill");
    Script run = authorizing();
    run.machine.authorized(new Decision.Deny<>(ill), run.now);
    run.expectEnd(
        Kind.NOT_AUTHORIZED,
        new RecordingActions.ReauthRefused(ill),
        new RecordingActions.Advanced(ReauthStatus.QUARANTINED),
        auth(new ResultCode(0x800759ED)));
  }

  @Test
  void tellsThatTheResourcePolicyDenies() {
    Script run = judging();
    run.machine.resourceReauthorized(DENIED, run.now);
    run.expectEnd(
        Kind.NOT_AUTHORIZED,
        new RecordingActions.ReauthRefused(DENIED),
        channel(new ResultCode(0x800759DA)));
  }

  @Test
  void namesThatCannotBeHostsAreNoNames() {
    Script run = authorized().feed(new ChannelCreate(List.of("a b", ""), List.of(), 3389, 3));
    run.expect(new RecordingActions.AuthorizeResource(Script.ALICE, RENEWED, List.of(), 3389));
  }

  @Test
  void refusesWhatHasNoBusinessHere() {
    authorized().feed(Script.AUTH).expectEnd(Kind.PROTOCOL_ERROR, auth(ResultCode.INTERNAL_ERROR));
    done().feed(Script.CHANNEL).expectEnd(Kind.PROTOCOL_ERROR, channel(ResultCode.INTERNAL_ERROR));
    created()
        .feed(Script.CHANNEL)
        .expectEnd(Kind.PROTOCOL_ERROR, channel(ResultCode.ACCESS_DENIED));
    done().feed(new PacketType(0x0E), "").expectEnd(Kind.PROTOCOL_ERROR);
  }

  @Test
  void aProofThatRunsOutMeanwhileEndsIt() {
    Script run = offered(Script.http(Script.principal("alice", Script.WALL.plusSeconds(9), null)));
    run.handshake().feed(CREATE);
    run.actions.take();
    run.after(Duration.ofSeconds(9)).tick();
    run.expectEnd(Kind.PROOF_EXPIRED);
  }
}
