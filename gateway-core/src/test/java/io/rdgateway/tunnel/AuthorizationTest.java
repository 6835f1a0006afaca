/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason.Kind;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TUNNEL_CREATE after the sign-in, and TUNNEL_AUTH. */
class AuthorizationTest extends MachineTest {
  private static final ConsentMessage TERMS = new ConsentMessage("Be nice.", false);

  private Script create(int capabilities) {
    Script run = run(Script.http().handshake());
    run.feed(new TunnelCreate(capabilities, null, null));
    assertEquals(2, run.actions.take().size());
    return run;
  }

  private static TunnelResponse created(int capabilities, @Nullable String text) {
    return new TunnelResponse(0, ResultCode.SUCCESS, Script.TUNNEL_ID, capabilities, null, text);
  }

  @Test
  void sendsTheConsentMessageAndWaitsForTheReader() {
    Script run = create(Capabilities.CONSENT_MESSAGE);
    run.machine.consent(Optional.of(TERMS), run.now);
    run.expect(created(Capabilities.CONSENT_MESSAGE, "Be nice."));
    assertEquals(run.now + Script.LIMITS.consentTime().toNanos(), run.machine.nextDeadline());
  }

  @Test
  void leavesOutAConsentMessageThatTheClientCannotShow() {
    Script run = create(Capabilities.SERVICE_MESSAGE);
    run.machine.consent(Optional.of(TERMS), run.now);
    run.expect(created(Capabilities.SERVICE_MESSAGE, null));
    assertEquals(run.now + Script.LIMITS.tunnelTime().toNanos(), run.machine.nextDeadline());
  }

  @Test
  void refusesAClientThatCannotShowARequiredConsentMessage() {
    Script run = create(~Capabilities.CONSENT_MESSAGE);
    run.machine.consent(Optional.of(new ConsentMessage("Be nice.", true)), run.now);
    List<Object> log = run.actions.take();
    assertEquals(
        DenyCode.CAPABILITY_MISMATCH, ((RecordingActions.Denied) log.get(0)).reason().code());
    assertEquals(tunnel(ResultCode.CAPABILITY_MISMATCH), log.get(1));
    assertTrue(run.machine.isClosed());
  }

  @Test
  void refusesTheTunnelWhenTheConsentHookFails() {
    Script run = create(0x3F);
    DenyReason reason = new DenyReason(DenyCode.HOOK_FAILED, "consent", "broken");
    run.machine.consentFailed(reason, run.now);
    run.expectEnd(
        Kind.NOT_AUTHORIZED,
        new RecordingActions.Denied(Script.ALICE, "", reason),
        tunnel(ResultCode.NAP_ACCESS_DENIED));
  }

  @Test
  void refusesTheTunnelWhenThereIsNoRoom() {
    Script run = run(Script.http().handshake());
    run.actions.full = new DenyReason(DenyCode.TOO_MANY_CONNECTIONS, "limits", "maxTunnels is 1");
    run.feed(Script.CREATE);
    run.expectEnd(
        Kind.LIMIT,
        new RecordingActions.Admit(Script.ALICE),
        new RecordingActions.Denied(Script.ALICE, "", run.actions.full),
        tunnel(new ResultCode(0x800759E6)));
  }

  @Test
  void announcesOnlyWhatBothCanDo() {
    for (int asked : new int[] {0, 0x01, 0x0D, 0x3F, -1}) {
      Script run = create(asked);
      run.machine.consent(Optional.empty(), run.now);
      run.expect(created(asked & 0x1E, null));
    }
  }

  @Test
  void refusesAReauthenticationThatNobodyWaitsFor() {
    Script run = run(Script.http().handshake());
    run.feed(new TunnelCreate(0x3F, 7L, null));
    run.expectEnd(Kind.PROTOCOL_ERROR, tunnel(ResultCode.INTERNAL_ERROR));
  }

  @Test
  void refusesATruncatedTunnelCreate() {
    for (String body :
        List.of("", "3F0000", "3F000000", "3F000000 0000", "3F000000 0200 0000 01")) {
      Script run = run(Script.http().handshake());
      run.feed(PacketType.TUNNEL_CREATE, body);
      run.expectEnd(Kind.PROTOCOL_ERROR, tunnel(ResultCode.INTERNAL_ERROR));
    }
  }

  @Test
  void refusesAMalformedTunnelAuth() {
    for (String body :
        List.of(
            "", // nothing
            "0000", // no length
            "0000 0400 4100", // longer than the packet
            "0000 0100 41", // odd
            "0000 0200 00D8", // half a surrogate pair
            "0000 0402 " + "4100".repeat(258))) { // longer than any client's name
      Script run = run(Script.http().tunnel(0));
      run.feed(PacketType.TUNNEL_AUTH, body);
      run.expectEnd(Kind.PROTOCOL_ERROR, auth(ResultCode.INTERNAL_ERROR));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_AUTHORIZED, 800759DB",
    "HOOK_FAILED, 800759DB",
    "TOO_MANY_CONNECTIONS, 800759E6",
    "CAPABILITY_MISMATCH, 800759E9",
    "QUARANTINE, 800759ED"
  })
  void tellsTheClientWhyThePolicyRefused(DenyCode code, String wire) {
    Script run = run(Script.http().tunnel(0)).feed(Script.AUTH);
    run.actions.take();
    DenyReason reason = new DenyReason(code, "cap", "no");
    run.machine.authorized(new Decision.Deny<>(reason), run.now);
    run.expectEnd(
        Kind.NOT_AUTHORIZED,
        new RecordingActions.Denied(Script.ALICE, "client-pc", reason),
        auth(new ResultCode(Integer.parseUnsignedInt(wire, 16))));
  }

  @Test
  void refusesWhenNoPolicyApplies() {
    Script run = run(Script.http().tunnel(0)).feed(Script.AUTH);
    run.actions.take();
    run.machine.authorized(Decision.notApplicable("not a member"), run.now);
    List<Object> log = run.actions.take();
    DenyReason reason = ((RecordingActions.Denied) log.get(0)).reason();
    assertEquals(DenyCode.NOT_AUTHORIZED, reason.code());
    assertTrue(reason.explanation().contains("not a member"));
    assertEquals(auth(ResultCode.NAP_ACCESS_DENIED), log.get(1));
    assertFalse(run.actions.isOpened());
  }

  @Test
  void announcesTheRedirections() {
    assertEquals(0x80000000, redirections(Set.of()));
    assertEquals(0x40000000, redirections(EnumSet.allOf(Redirection.class)));
    assertEquals(0x01, redirections(Set.of(Redirection.DRIVE)));
    assertEquals(0x02, redirections(Set.of(Redirection.PRINTER)));
    assertEquals(0x04, redirections(Set.of(Redirection.PORT)));
    assertEquals(0x08, redirections(Set.of(Redirection.CLIPBOARD)));
    assertEquals(0x10, redirections(Set.of(Redirection.PLUG_AND_PLAY)));
    assertEquals(0x09, redirections(Set.of(Redirection.DRIVE, Redirection.CLIPBOARD)));
    assertEquals(0x1E, redirections(EnumSet.complementOf(EnumSet.of(Redirection.DRIVE))));
  }

  private int redirections(Set<Redirection> disabled) {
    TunnelGrant grant = new TunnelGrant(disabled, Duration.ZERO, Duration.ZERO, false, Map.of());
    return Objects.requireNonNull(response(grant).redirFlags());
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0",
    "PT0.000000001S, 1",
    "PT59S, 1",
    "PT60S, 1",
    "PT60.000000001S, 2",
    "PT15M, 15",
    "PT14M1S, 15",
    "P9999999999D, 2147483647"
  })
  void announcesTheIdleTimeInWholeMinutesRoundedUp(Duration idle, int minutes) {
    TunnelAuthResponse response =
        response(TunnelGrant.unrestricted().withTimeouts(idle, Duration.ZERO));
    assertEquals(minutes, response.idleTimeout());
  }

  private TunnelAuthResponse response(TunnelGrant grant) {
    Script run = run(Script.http().tunnel(0x3F)).feed(Script.AUTH);
    run.actions.take();
    run.machine.authorized(Decision.allow(grant), run.now);
    return (TunnelAuthResponse) run.actions.take().get(0);
  }

  @Test
  void holdsTheScopeToTheClientsAddress() throws Exception {
    UserPrincipal here =
        Script.principal(
            "alice", null, new AccessScope(List.of(), InetAddress.getByName("192.0.2.7")));
    Script good = run(Script.http(here).handshake());
    good.feed(Script.CREATE)
        .expect(new RecordingActions.Admit(here), new RecordingActions.AskConsent(here));

    UserPrincipal elsewhere =
        Script.principal(
            "alice", null, new AccessScope(List.of(), InetAddress.getByName("192.0.2.8")));
    refused(elsewhere);
  }

  @Test
  void refusesAProofThatHasExpired() {
    refused(Script.principal("alice", Script.WALL.minusSeconds(5), null));
    refused(Script.principal("alice", Script.WALL, null));
  }

  private void refused(UserPrincipal principal) {
    Script run = run(Script.http(principal).handshake());
    run.feed(Script.CREATE);
    List<Object> log = run.actions.take();
    RecordingActions.Denied denied = (RecordingActions.Denied) log.get(0);
    assertEquals(principal, denied.principal());
    assertEquals(DenyCode.NOT_AUTHORIZED, denied.reason().code());
    assertEquals(tunnel(ResultCode.NAP_ACCESS_DENIED), log.get(1));
    assertTrue(run.machine.isClosed());
  }
}
