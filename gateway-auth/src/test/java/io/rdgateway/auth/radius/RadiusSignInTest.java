/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.ManualClock;
import io.rdgateway.auth.Tunnels;
import io.rdgateway.auth.otp.CodePlacement;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Occasion;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passwords and challenges, against a scripted server. */
class RadiusSignInTest {
  private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();
  private static final byte[] STATE = {5, 0, (byte) 0xFF};

  private final ManualLoop loop = new ManualLoop();
  private final RadiusClient client =
      Radius.client(loop, Radius.server(Radius.FIRST), Radius.server(Radius.SECOND));
  private final RadiusSignIn.Builder builder =
      RadiusSignIn.builder(client, NasIdentity.of("gw1")).random(new Random(2));

  private CompletableFuture<RadiusOutcome> begin(String name, String password) {
    return builder.build().begin(name, password, CLIENT);
  }

  private void serve(Function<byte[], byte[]> server) {
    loop.onSend(sent -> sent.port().receive(server.apply(sent.bytes())));
  }

  /** A server that knows alice/pw and asks her for a code. */
  private static byte[] twoSteps(byte[] request) {
    byte[] state = Wire.value(request, AttributeType.STATE).orElse(new byte[0]);
    boolean right =
        Wire.password(request).equals(state.length == 0 ? "pw" : "123456")
            && Wire.text(request, AttributeType.USER_NAME).equals("alice")
            && (state.length == 0 || Arrays.equals(STATE, state));
    if (!right) {
      return Wire.reply(Code.ACCESS_REJECT, request);
    }
    return state.length > 0
        ? Wire.reply(Code.ACCESS_ACCEPT, request)
        : Wire.reply(
            Code.ACCESS_CHALLENGE,
            request,
            Wire.attribute(AttributeType.STATE, STATE),
            Wire.attribute(AttributeType.PROMPT, 1),
            Wire.attribute(AttributeType.REPLY_MESSAGE, "Your code?"));
  }

  private static String refusal(CompletableFuture<RadiusOutcome> outcome) {
    return assertInstanceOf(RadiusOutcome.Refused.class, outcome.join()).reason().code();
  }

  @Test
  void papHidesThePassword() {
    begin("alice", "Pass-W\u00f6rd-which-is-longer-than-one-block");
    byte[] request = loop.sent().get(0).bytes();
    assertTrue(Wire.isSignedFirst(request));
    assertEquals("Pass-W\u00f6rd-which-is-longer-than-one-block", Wire.password(request));
    assertEquals("alice", Wire.text(request, AttributeType.USER_NAME));
    assertEquals("127.0.0.1", Wire.text(request, AttributeType.CALLING_STATION_ID));
    assertFalse(new String(request, StandardCharsets.ISO_8859_1).contains("Pass"));
  }

  @Test
  void chapAnswersItsOwnChallenge() {
    builder.method(PasswordMethod.CHAP);
    begin("alice", "pw");
    byte[] request = loop.sent().get(0).bytes();
    byte[] proof = Wire.value(request, AttributeType.CHAP_PASSWORD).orElseThrow();
    byte[] challenge = Wire.value(request, AttributeType.CHAP_CHALLENGE).orElseThrow();
    assertEquals(16, challenge.length);
    assertArrayEquals(
        Wire.md5(new byte[] {proof[0]}, "pw".getBytes(StandardCharsets.US_ASCII), challenge),
        Arrays.copyOfRange(proof, 1, proof.length));
    assertTrue(Wire.value(request, AttributeType.USER_PASSWORD).isEmpty());
  }

  /** The proof is computed anew from what the request carries. */
  private static byte[] success(byte[] request, String password) {
    byte[] challenge = Wire.microsoftValue(request, 11).orElseThrow();
    byte[] response = Wire.microsoftValue(request, 25).orElseThrow();
    String proof =
        new MsChapV2("alice", password, challenge, Arrays.copyOfRange(response, 2, 18)).success();
    return Wire.microsoft(26, ("\u0001" + proof).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void msChapIsMutual() {
    builder.method(PasswordMethod.MSCHAPV2);
    serve(request -> Wire.reply(Code.ACCESS_ACCEPT, request, success(request, "pw")));
    assertInstanceOf(RadiusOutcome.Accepted.class, begin("CORP\\alice", "pw").join());
    serve(request -> Wire.reply(Code.ACCESS_ACCEPT, request, success(request, "other")));
    assertEquals("server-unproven", refusal(begin("alice", "pw")));
    serve(request -> Wire.reply(Code.ACCESS_ACCEPT, request));
    assertEquals("server-unproven", refusal(begin("alice", "pw")));
  }

  @ParameterizedTest
  @CsvSource({
    "646,logon-hours",
    "647,account-disabled",
    "648,password-expired",
    "649,no-dial-in",
    "691,bad-credentials",
    "1,bad-credentials"
  })
  void windowsSaysWhy(String number, String code) {
    builder.method(PasswordMethod.MSCHAPV2);
    byte[] error =
        ("\u0001E=" + number + " R=0 C=00 V=3 M=no").getBytes(StandardCharsets.ISO_8859_1);
    serve(request -> Wire.reply(Code.ACCESS_REJECT, request, Wire.microsoft(2, error)));
    assertEquals(code, refusal(begin("alice", "pw")));
  }

  @Test
  void theServerNamesTheUserAndItsGroups() {
    serve(
        request ->
            Wire.reply(
                Code.ACCESS_ACCEPT,
                request,
                Wire.attribute(AttributeType.USER_NAME, "Alice"),
                Wire.attribute(AttributeType.FILTER_ID, "staff"),
                Wire.attribute(AttributeType.FILTER_ID, "desk")));
    var accepted = assertInstanceOf(RadiusOutcome.Accepted.class, begin("alice@corp", "pw").join());
    assertEquals("Alice", accepted.identity().name());
    assertEquals("radius:Alice", accepted.identity().id());
    assertEquals(Set.of("staff", "desk"), accepted.identity().groups());
  }

  @Test
  void aChallengeIsAnsweredAtTheServerThatAsked() {
    serve(RadiusSignInTest::twoSteps);
    var challenged = assertInstanceOf(RadiusOutcome.Challenged.class, begin("alice", "pw").join());
    assertEquals("Your code?", challenged.prompt());
    assertTrue(challenged.echo());
    assertInstanceOf(RadiusOutcome.Accepted.class, challenged.answer("123456").join());
    ManualLoop.Sent first = loop.sent().get(0);
    ManualLoop.Sent second = loop.sent().get(1);
    assertEquals(first.server(), second.server());
    assertTrue(Wire.isSignedFirst(second.bytes()));
    assertFalse(
        first.identifier() == second.identifier() && first.port() == second.port(),
        "an identifier is used twice");
    assertThrows(IllegalStateException.class, () -> challenged.answer("123456"));
    var wrong = assertInstanceOf(RadiusOutcome.Challenged.class, begin("alice", "pw").join());
    assertEquals("bad-credentials", refusal(wrong.answer("654321")));
  }

  @Test
  void aChallengeWithoutStateIsARefusal() {
    serve(request -> Wire.reply(Code.ACCESS_CHALLENGE, request));
    assertEquals("malformed", refusal(begin("alice", "pw")));
  }

  @Test
  void aTypedCodeAnswersTheChallenge() {
    serve(RadiusSignInTest::twoSteps);
    builder.code(CodePlacement.afterSeparator(","));
    assertInstanceOf(RadiusOutcome.Accepted.class, begin("alice", "pw,123456").join());
    assertEquals("bad-credentials", refusal(begin("alice", "pw,654321")));
    assertEquals("bad-credentials", refusal(begin("alice", "wp,123456")));
    assertInstanceOf(RadiusOutcome.Challenged.class, begin("alice", "pw").join());
    builder.code(CodePlacement.appended(6));
    assertInstanceOf(RadiusOutcome.Accepted.class, begin("alice", "pw123456").join());
  }

  @Test
  void withoutAPlacementEverythingGoesAsTyped() {
    begin("alice", "pw,123456");
    assertEquals("pw,123456", Wire.password(loop.sent().get(0).bytes()));
  }

  @Test
  void cancellingEndsEitherStep() {
    builder.code(CodePlacement.afterSeparator(","));
    var first = begin("alice", "pw,123456");
    first.cancel(true);
    assertEquals(0, loop.pendingTimers());
    serve(
        request ->
            Wire.value(request, AttributeType.STATE).isPresent() ? new byte[0] : twoSteps(request));
    var second = begin("alice", "pw,123456");
    assertEquals(1, loop.pendingTimers());
    second.cancel(true);
    assertEquals(0, loop.pendingTimers());
  }

  @Test
  void whatNobodyShouldJudgeIsNotSent() {
    assertEquals("empty-credentials", refusal(begin("alice", "")));
    assertEquals("empty-credentials", refusal(begin("", "pw")));
    assertEquals("malformed", refusal(begin("alice", "p\0w")));
    assertEquals("malformed", refusal(begin("x".repeat(254), "pw")));
    assertEquals("malformed", refusal(begin("alice", "x".repeat(129))));
    assertEquals(0, loop.sent().size());
    begin("alice", "x".repeat(128));
    assertEquals("x".repeat(128), Wire.password(loop.sent().get(0).bytes()));
  }

  @Test
  void silenceIsARefusalThatCountsAsATry() {
    var outcome = begin("alice", "pw");
    loop.advance(Duration.ofMinutes(2));
    assertEquals("timed-out", refusal(outcome));
  }

  /** A cable that is pulled out must not lock everybody out for longer than that. */
  @Test
  void aNetworkThatIsNotThereIsNoFaultOfTheUser() {
    var outcome = begin("alice", "pw");
    loop.ports().get(0).fail();
    loop.ports().get(1).fail(); // of the other server
    assertEquals("unavailable", refusal(outcome));
  }

  // The form for the gateway.

  private final ManualClock clock = new ManualClock();

  private Authenticator authenticator() {
    return RadiusAuthenticator.of(builder.build(), Duration.ofSeconds(60), clock);
  }

  private static Credential typed(String password) {
    return new Credential.Password(AuthScheme.BASIC, "alice", password);
  }

  @Test
  void theGatewayGetsAPrincipal() throws Exception {
    serve(request -> Wire.reply(Code.ACCESS_ACCEPT, request));
    var accepted =
        assertInstanceOf(
            AuthenticationResult.Accepted.class,
            authenticator().proceed(typed("pw"), Fixtures.context()));
    assertEquals("alice", accepted.principal().name());
    assertEquals(AuthScheme.BASIC, accepted.principal().scheme());
    assertEquals(clock.instant(), accepted.principal().authenticatedAt());
  }

  @Test
  void onTheTunnelAChallengeIsARefusalThatSaysWhy() throws Exception {
    serve(RadiusSignInTest::twoSteps);
    assertEquals(
        "challenged", Fixtures.outcome(authenticator().proceed(typed("pw"), Fixtures.context())));
    builder.code(CodePlacement.afterSeparator(","));
    assertEquals(
        "Accepted",
        Fixtures.outcome(authenticator().proceed(typed("pw,123456"), Fixtures.context())));
  }

  @Test
  void bothHalvesAndARetrySendOneRequest() {
    Authenticator authenticator = authenticator();
    var out = authenticator.proceedAsync(typed("pw"), Tunnels.signIn(Occasion.OPEN, "192.0.2.9"));
    var in =
        authenticator.proceedAsync(typed("pw"), Tunnels.signIn(Occasion.SECOND_HALF, "192.0.2.9"));
    ManualLoop.Sent sent = loop.sent().get(0);
    sent.port().receive(Wire.reply(Code.ACCESS_ACCEPT, sent.bytes()));
    assertEquals("Accepted", Fixtures.outcome(out.join()));
    assertEquals("Accepted", Fixtures.outcome(in.join()));
    var retry = authenticator.proceedAsync(typed("pw"), Tunnels.signIn(Occasion.OPEN, "192.0.2.9"));
    assertEquals("Accepted", Fixtures.outcome(retry.join()));
    assertEquals(1, loop.sent().size());
  }

  @Test
  void otherCredentialsAreRefused() throws Exception {
    assertEquals(
        "malformed",
        Fixtures.outcome(
            authenticator()
                .proceed(new Credential.AccessToken(AuthScheme.BEARER, "t"), Fixtures.context())));
  }
}
