/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason.Kind;
import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ExtendedAuthMessage;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext.Stage;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SSPI_NTLM and the PAA cookie. */
class SignInTest extends MachineTest {
  private static final AuthenticationResult REJECTED =
      AuthenticationResult.rejected(RejectReason.WRONG_PASSWORD);

  private static ExtendedAuthMessage message(int... blob) {
    byte[] bytes = new byte[blob.length];
    for (int i = 0; i < blob.length; i++) {
      bytes[i] = (byte) blob[i];
    }
    return new ExtendedAuthMessage(ResultCode.SUCCESS, Bytes.copyOf(bytes));
  }

  private static AuthenticationResult challenge(int... token) {
    return AuthenticationResult.challenge(
        message(token).authBlob().toArray(), (credential, context) -> REJECTED);
  }

  private static RecordingActions.Authenticate ntlm(int... blob) {
    return new RecordingActions.Authenticate(
        new Credential.SecurityToken(AuthScheme.SSPI_NTLM, message(blob).authBlob().toArray()),
        Stage.EXTENDED_AUTH);
  }

  private static RecordingActions.Authenticate cookie(String text) {
    return new RecordingActions.Authenticate(
        new Credential.AccessToken(AuthScheme.PAA, text), Stage.TUNNEL_CREATE);
  }

  private Script ntlm() {
    return run(Script.custom(AuthScheme.SSPI_NTLM).signIn());
  }

  private Script paa() {
    Script run = run(Script.custom(AuthScheme.PAA));
    run.feed(Script.hello(2)).expect(handshake(ResultCode.SUCCESS));
    return run;
  }

  private static TunnelCreate create(String cookie) {
    return new TunnelCreate(0x3F, null, TunnelCreate.cookie(cookie));
  }

  @Test
  void runsTheRoundsOfNtlm() {
    Script run = ntlm();
    run.feed(message(1)).expect(ntlm(1));
    assertTrue(run.machine.isWaiting());
    run.machine.authenticated(challenge(2, 2), run.now);
    run.expect(message(2, 2));
    assertFalse(run.machine.isWaiting());
    run.feed(message(3, 3, 3)).expect(ntlm(3, 3, 3));
    run.machine.authenticated(AuthenticationResult.accepted(Script.ALICE), run.now);
    run.expect(signIn(ResultCode.SUCCESS));

    run.feed(Script.CREATE)
        .expect(
            new RecordingActions.Admit(Script.ALICE),
            new RecordingActions.AskConsent(Script.ALICE));
  }

  @Test
  void theIdentityInsideTheTunnelReplacesTheOneOverHttp() {
    Script run = run(Script.http().signIn());
    UserPrincipal bob = Script.principal("bob", null, null);
    run.feed(message(1)).expect(ntlm(1));
    run.machine.authenticated(AuthenticationResult.accepted(bob), run.now);
    run.expect(signIn(ResultCode.SUCCESS));
    run.feed(Script.CREATE)
        .expect(new RecordingActions.Admit(bob), new RecordingActions.AskConsent(bob));
  }

  @Test
  void allRoundsShareOneDeadline() {
    Script run = ntlm();
    long deadline = run.machine.nextDeadline();
    run.after(Duration.ofSeconds(20)).feed(message(1)).expect(ntlm(1));
    run.machine.authenticated(challenge(2), run.now);
    run.expect(message(2));
    assertEquals(deadline, run.machine.nextDeadline());
    run.now = deadline;
    run.tick().expectEnd(Kind.TIMED_OUT);
  }

  @Test
  void deniesARefusedSignIn() {
    Script run = ntlm();
    run.feed(message(1)).expect(ntlm(1));
    run.machine.authenticated(REJECTED, run.now);
    run.expectEnd(Kind.SIGN_IN_REFUSED, signIn(ResultCode.LOGON_DENIED));
  }

  @Test
  void deniesAnEmptyMessage() {
    Script run = ntlm();
    run.feed(message());
    run.expectEnd(Kind.SIGN_IN_REFUSED, signIn(ResultCode.LOGON_DENIED));
  }

  @Test
  void closesSilentlyWhenTheClientGivesUp() {
    Script run = ntlm();
    run.feed(new ExtendedAuthMessage(ResultCode.LOGON_DENIED, Bytes.EMPTY));
    run.expectEnd(Kind.SIGN_IN_REFUSED);
  }

  @Test
  void refusesAMalformedMessage() {
    for (String body : List.of("", "00000000", "00000000 0100", "00000000 0300 0102")) {
      Script run = ntlm();
      run.feed(PacketType.EXTENDED_AUTH_MSG, body);
      run.expectEnd(Kind.PROTOCOL_ERROR, signIn(ResultCode.INTERNAL_ERROR));
    }
  }

  @Test
  void refusesATunnelBeforeTheSignInIsOver() {
    Script run = ntlm();
    run.feed(Script.CREATE);
    run.expectEnd(Kind.PROTOCOL_ERROR, tunnel(ResultCode.UNSUPPORTED_AUTHENTICATION_METHOD));
  }

  /** A client must not be told success and then denied. */
  @Test
  void deniesAProofThatHasExpired() {
    Script run = ntlm();
    run.feed(message(1)).expect(ntlm(1));
    UserPrincipal expired = Script.principal("alice", Script.WALL.minusSeconds(1), null);
    run.machine.authenticated(AuthenticationResult.accepted(expired), run.now);
    run.expectEnd(Kind.SIGN_IN_REFUSED, signIn(ResultCode.LOGON_DENIED));
  }

  @Test
  void deniesAProofForAnotherAddress() throws Exception {
    Script run = ntlm();
    run.feed(message(1)).expect(ntlm(1));
    AccessScope scope = new AccessScope(List.of(), InetAddress.getByName("192.0.2.8"));
    run.machine.authenticated(
        AuthenticationResult.accepted(Script.principal("alice", null, scope)), run.now);
    run.expectEnd(Kind.SIGN_IN_REFUSED, signIn(ResultCode.LOGON_DENIED));
  }

  @Test
  void takesAGoodCookie() {
    Script run = paa();
    run.feed(create("eyJ.token")).expect(cookie("eyJ.token"));
    assertTrue(run.machine.isWaiting());
    run.machine.authenticated(AuthenticationResult.accepted(Script.ALICE), run.now);
    run.expect(
        new RecordingActions.Admit(Script.ALICE), new RecordingActions.AskConsent(Script.ALICE));
    run.machine.consent(Optional.empty(), run.now);
    assertEquals(1, run.actions.take().size());
  }

  @Test
  void refusesARefusedCookie() {
    // A cookie has no second round, so a challenge is a refusal as well.
    for (AuthenticationResult result : List.of(REJECTED, challenge(1))) {
      Script run = paa();
      run.feed(create("x")).expect(cookie("x"));
      run.machine.authenticated(result, run.now);
      run.expectEnd(Kind.SIGN_IN_REFUSED, tunnel(ResultCode.COOKIE_ACCESS_DENIED));
    }
  }

  @Test
  void tellsARefusedCookieFromAMalformedOne() {
    Script run = paa();
    run.feed(create("x")).expect(cookie("x"));
    run.machine.authenticated(
        AuthenticationResult.rejected(RejectReason.MALFORMED.because("not a token")), run.now);
    run.expectEnd(Kind.SIGN_IN_REFUSED, tunnel(ResultCode.COOKIE_BAD_PACKET));
  }

  @Test
  void refusesACookieForAnotherAddressOrTime() throws Exception {
    AccessScope scope = new AccessScope(List.of(), InetAddress.getByName("2001:db8::1"));
    for (UserPrincipal principal :
        List.of(
            Script.principal("alice", null, scope), Script.principal("alice", Script.WALL, null))) {
      Script run = paa();
      run.feed(create("x")).expect(cookie("x"));
      run.machine.authenticated(AuthenticationResult.accepted(principal), run.now);
      run.expectEnd(Kind.SIGN_IN_REFUSED, tunnel(ResultCode.COOKIE_ACCESS_DENIED));
    }
  }

  @Test
  void refusesAMissingOrMalformedCookie() {
    for (String body :
        List.of(
            "3F000000 0000 0000", // none
            "3F000000 0100 0000 0000", // empty
            "3F000000 0100 0000 0200 0000", // a NUL alone
            "3F000000 0100 0000 0300 410042", // odd
            "3F000000 0100 0000 0200 00D8", // half a surrogate pair
            "3F000000 0100 0000", // no length
            "3F000000 0100 0000 0400 4100")) { // longer than the packet
      Script run = paa();
      run.feed(PacketType.TUNNEL_CREATE, body);
      run.expectEnd(Kind.PROTOCOL_ERROR, tunnel(ResultCode.COOKIE_BAD_PACKET));
    }
  }

  @Test
  void ignoresACookieThatNobodyAskedFor() {
    Script run = run(Script.http().handshake());
    run.feed(create("x"))
        .expect(
            new RecordingActions.Admit(Script.ALICE),
            new RecordingActions.AskConsent(Script.ALICE));
  }

  @Test
  void answersThatNobodyWaitsForChangeNothing() {
    Script run = paa();
    run.machine.authenticated(AuthenticationResult.accepted(Script.ALICE), run.now);
    run.machine.authorized(Decision.allow(TunnelGrant.unrestricted()), run.now);
    run.machine.consent(Optional.empty(), run.now);
    assertFalse(run.machine.channelOpened(run.now));
    run.machine.channelRefused(ResultCode.CONNECT_FAILED, run.now);
    run.expect();
    assertFalse(run.machine.isAuthorized());
  }
}
