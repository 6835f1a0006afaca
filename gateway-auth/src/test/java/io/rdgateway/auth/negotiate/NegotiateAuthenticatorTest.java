/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.negotiate.FakeMechanism.bytes;
import static io.rdgateway.auth.negotiate.FakeMechanism.mic;
import static io.rdgateway.auth.negotiate.NegTokenResp.State.ACCEPT_COMPLETED;
import static io.rdgateway.auth.negotiate.NegTokenResp.State.ACCEPT_INCOMPLETE;
import static io.rdgateway.auth.negotiate.NegTokenResp.State.REJECT;
import static io.rdgateway.auth.negotiate.NegTokenResp.State.REQUEST_MIC;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Mutations;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Negotiations with scripted clients. */
class NegotiateAuthenticatorTest {
  private static final MechanismOid UNKNOWN = new MechanismOid(new byte[] {0x2A, 3});

  private final FakeMechanism kerberos =
      new FakeMechanism(
          AuthScheme.KERBEROS, MechanismOid.KERBEROS, MechanismOid.MICROSOFT_KERBEROS);
  private final FakeMechanism ntlm = new FakeMechanism(AuthScheme.NTLM, MechanismOid.NTLM);
  private final NegotiateAuthenticator both = NegotiateAuthenticator.of(kerberos, ntlm);

  private byte[] list = {};

  private byte[] init(@Nullable String token, byte @Nullable [] mic, MechanismOid... mechanisms) {
    list = NegTokenInit.mechTypes(List.of(mechanisms));
    return new NegTokenInit(list, List.of(mechanisms), token == null ? null : bytes(token), mic)
        .toBytes();
  }

  private static byte[] answer(@Nullable String token, byte @Nullable [] mic) {
    return new NegTokenResp(null, null, token == null ? null : bytes(token), mic).toBytes();
  }

  private static AuthenticationResult send(AuthenticationStep step, byte[] token) throws Exception {
    return step.proceed(new Credential.SecurityToken(AuthScheme.NEGOTIATE, token), context());
  }

  private static AuthenticationStep challenged(
      AuthenticationResult result,
      NegTokenResp.State state,
      @Nullable MechanismOid mechanism,
      @Nullable String token,
      byte @Nullable [] mic)
      throws Exception {
    var challenge = assertInstanceOf(AuthenticationResult.Challenge.class, result);
    check(NegTokenResp.parse(challenge.token()), state, mechanism, token, mic);
    return challenge.next();
  }

  private static void accepted(
      AuthenticationResult result,
      AuthScheme scheme,
      @Nullable MechanismOid mechanism,
      @Nullable String token,
      byte @Nullable [] mic)
      throws Exception {
    var accepted = assertInstanceOf(AuthenticationResult.Accepted.class, result);
    assertEquals(scheme, accepted.principal().scheme());
    byte[] last = accepted.finalToken();
    check(
        NegTokenResp.parse(last == null ? new byte[0] : last),
        ACCEPT_COMPLETED,
        mechanism,
        token,
        mic);
  }

  private static void check(
      NegTokenResp answer,
      NegTokenResp.State state,
      @Nullable MechanismOid mechanism,
      @Nullable String token,
      byte @Nullable [] mic) {
    assertEquals(state, answer.state());
    assertEquals(mechanism, answer.mechanism());
    assertArrayEquals(token == null ? null : bytes(token), answer.responseToken());
    assertArrayEquals(mic, answer.mechListMic());
  }

  /** As curl does: one leg. */
  @Test
  void optimisticTokenForTheFirstChoice() throws Exception {
    accepted(
        send(both, init("ticket", null, MechanismOid.KERBEROS)),
        AuthScheme.KERBEROS,
        MechanismOid.KERBEROS,
        "reply",
        null);
  }

  /** As Windows does: the number with the cut bit first. It has to be named in the answer. */
  @Test
  void microsoftsNumberIsTheSameMechanism() throws Exception {
    accepted(
        send(
            both,
            init(
                "ticket",
                null,
                MechanismOid.MICROSOFT_KERBEROS,
                MechanismOid.KERBEROS,
                UNKNOWN,
                MechanismOid.NTLM)),
        AuthScheme.KERBEROS,
        MechanismOid.MICROSOFT_KERBEROS,
        "reply",
        null);
  }

  /** As FreeRDP 3 does: its first choice is not served, so both sides sign the list. */
  @Test
  void secondChoiceIsConfirmedByBothSides() throws Exception {
    var step =
        challenged(
            send(both, SpnegoTokens.FREERDP_INIT), REQUEST_MIC, MechanismOid.KERBEROS, null, null);
    assertEquals(List.of(), kerberos.received, "a token for another mechanism was fed");
    byte[] mechTypes =
        NegTokenInit.mechTypes(List.of(MechanismOid.USER_TO_USER, MechanismOid.KERBEROS));
    step =
        challenged(
            send(step, answer("ticket", null)),
            ACCEPT_INCOMPLETE,
            null,
            "reply",
            mic("server", mechTypes));
    var last =
        assertInstanceOf(
            AuthenticationResult.Accepted.class,
            send(step, answer(null, mic("client", mechTypes))));
    assertNull(last.finalToken());
    assertEquals(AuthScheme.KERBEROS, last.principal().scheme());
  }

  @Test
  void listThatIsNotConfirmedOrWronglyIsRefused() throws Exception {
    for (boolean sent : new boolean[] {false, true}) {
      var step =
          challenged(
              send(both, init("x", null, UNKNOWN, MechanismOid.KERBEROS)),
              REQUEST_MIC,
              MechanismOid.KERBEROS,
              null,
              null);
      step =
          challenged(
              send(step, answer("ticket", null)),
              ACCEPT_INCOMPLETE,
              null,
              "reply",
              mic("server", list));
      byte[] wrong = mic("client", NegTokenInit.mechTypes(List.of(MechanismOid.KERBEROS)));
      assertEquals(
          sent ? "negotiate-wrong-mic" : "negotiate-no-mic",
          outcome(send(step, answer(null, sent ? wrong : null))));
    }
  }

  @Test
  void clientThatProvesLastSignsWithItsProof() throws Exception {
    for (String mic : List.of("right", "wrong", "none")) {
      var step =
          challenged(
              send(both, init(null, null, UNKNOWN, MechanismOid.NTLM)),
              REQUEST_MIC,
              MechanismOid.NTLM,
              null,
              null);
      step =
          challenged(send(step, answer("hello", null)), ACCEPT_INCOMPLETE, null, "prove it", null);
      byte[] right = mic("client", list);
      var result =
          send(
              step,
              answer(
                  "proof",
                  mic.equals("right") ? right : mic.equals("wrong") ? mic("client", right) : null));
      if (mic.equals("right")) {
        accepted(result, AuthScheme.NTLM, null, null, mic("server", list));
      } else {
        assertEquals(
            mic.equals("wrong") ? "negotiate-wrong-mic" : "negotiate-no-mic", outcome(result));
      }
    }
  }

  /** Windows without signing keys cannot confirm, and need not for its first choice. */
  @Test
  void firstChoiceNeedsNoConfirmationButAnOfferedOneIsChecked() throws Exception {
    for (String mic : List.of("right", "wrong", "none")) {
      var step =
          challenged(
              send(both, init("hello", null, MechanismOid.NTLM, MechanismOid.KERBEROS)),
              ACCEPT_INCOMPLETE,
              MechanismOid.NTLM,
              "prove it",
              null);
      if (mic.equals("none")) {
        accepted(send(step, answer("proof", null)), AuthScheme.NTLM, null, null, null);
      } else if (mic.equals("right")) {
        accepted(
            send(step, answer("proof", mic("client", list))),
            AuthScheme.NTLM,
            null,
            null,
            mic("server", list));
      } else {
        assertEquals(
            "negotiate-wrong-mic", outcome(send(step, answer("proof", mic("server", list)))));
      }
    }
  }

  @Test
  void firstChoiceWithoutATokenIsAskedForOne() throws Exception {
    var step =
        challenged(
            send(both, init(null, null, MechanismOid.KERBEROS)),
            ACCEPT_INCOMPLETE,
            MechanismOid.KERBEROS,
            null,
            null);
    accepted(send(step, answer("ticket", null)), AuthScheme.KERBEROS, null, "reply", null);
  }

  @Test
  void errorOfTheMechanismReachesTheClient() throws Exception {
    var rejected =
        assertInstanceOf(
            AuthenticationResult.Rejected.class,
            send(both, init("old ticket", null, MechanismOid.KERBEROS)));
    byte[] token = rejected.finalToken();
    check(
        NegTokenResp.parse(token == null ? new byte[0] : token),
        REJECT,
        MechanismOid.KERBEROS,
        "too old",
        null);
  }

  /** Then the 401 lists all schemes again, and the client may take another. */
  @Test
  void otherRefusalsHaveNoToken() throws Exception {
    for (byte[] token :
        List.of(
            init("nonsense", null, MechanismOid.KERBEROS),
            init("ticket", null, UNKNOWN),
            init("ticket", bytes("no signature"), MechanismOid.KERBEROS),
            bytes("nonsense"),
            bytes("Kerberos:nonsense"),
            answer("ticket", null),
            new byte[0],
            new byte[] {0x60},
            new byte[(64 << 10) + 1])) {
      var rejected = assertInstanceOf(AuthenticationResult.Rejected.class, send(both, token));
      assertNull(rejected.finalToken());
    }
  }

  @Test
  void refusalsSayWhy() throws Exception {
    assertEquals("negotiate-no-mechanism", outcome(send(both, init("ticket", null, UNKNOWN))));
    assertEquals("negotiate-not-begun", outcome(send(both, answer("ticket", null))));
    assertEquals("unsupported-token", outcome(send(both, bytes("nonsense"))));
    assertEquals(
        "unsupported-token", outcome(send(both, new GssToken(UNKNOWN, new byte[3]).toBytes())));
    assertEquals("malformed", outcome(send(both, new byte[] {0x60, 5})));
    assertEquals("malformed", outcome(send(both, new byte[(64 << 10) + 1])));
    assertEquals(
        "malformed",
        outcome(both.proceed(new Credential.Password(AuthScheme.NEGOTIATE, "a", "b"), context())));
  }

  @Test
  void clientThatGivesUpIsRefused() throws Exception {
    var step =
        challenged(
            send(both, init("hello", null, MechanismOid.NTLM)),
            ACCEPT_INCOMPLETE,
            MechanismOid.NTLM,
            "prove it",
            null);
    assertEquals(
        "negotiate-given-up",
        outcome(send(step, new NegTokenResp(REJECT, null, null, null).toBytes())));
    assertEquals("malformed", outcome(send(step, answer(null, null))));
    assertEquals("malformed", outcome(send(step, new byte[] {(byte) 0xA1, 1})));
  }

  /** A half-done exchange does not help a new one. */
  @Test
  void clientThatStartsAnewBeginsAtTheBeginning() throws Exception {
    var step =
        challenged(
            send(both, init("x", null, UNKNOWN, MechanismOid.KERBEROS)),
            REQUEST_MIC,
            MechanismOid.KERBEROS,
            null,
            null);
    step =
        challenged(
            send(step, init("hello", null, MechanismOid.NTLM)),
            ACCEPT_INCOMPLETE,
            MechanismOid.NTLM,
            "prove it",
            null);
    accepted(send(step, answer("proof", null)), AuthScheme.NTLM, null, null, null);
  }

  @Test
  void mechanismsWithoutSpnegoAreAnsweredWithoutIt() throws Exception {
    var challenge =
        assertInstanceOf(AuthenticationResult.Challenge.class, send(both, bytes("NTLM:hello")));
    assertArrayEquals(bytes("prove it"), challenge.token());
    var accepted =
        assertInstanceOf(
            AuthenticationResult.Accepted.class, send(challenge.next(), bytes("NTLM:proof")));
    assertNull(accepted.finalToken());
    assertArrayEquals(
        bytes("reply"),
        assertInstanceOf(AuthenticationResult.Accepted.class, send(both, bytes("Kerberos:ticket")))
            .finalToken());
    assertArrayEquals(
        bytes("too old"),
        assertInstanceOf(
                AuthenticationResult.Rejected.class, send(both, bytes("Kerberos:old ticket")))
            .finalToken());
    // From a bare token to SPNEGO.
    accepted(
        send(challenge.next(), init("ticket", null, MechanismOid.KERBEROS)),
        AuthScheme.KERBEROS,
        MechanismOid.KERBEROS,
        "reply",
        null);
  }

  @Test
  void reviewsGoToTheMechanismOfThePrincipal() throws Exception {
    assertEquals(List.of(AuthScheme.NEGOTIATE), both.schemes());
    assertTrue(both.reviews(AuthScheme.NTLM) && both.reviews(AuthScheme.KERBEROS));
    assertFalse(both.reviews(AuthScheme.NEGOTIATE));
    assertSame(FakeMechanism.REVIEWED, review(kerberos.principal()));
    var stranger = UserPrincipal.of("1", "a", Set.of(), AuthScheme.BASIC, Instant.EPOCH);
    assertEquals("Revoked", review(stranger).getClass().getSimpleName());
  }

  private Object review(UserPrincipal principal) throws Exception {
    return both.revalidate(principal, Runnable::run).toCompletableFuture().get();
  }

  @Test
  void wrongConfigurationsAreRefused() {
    assertThrows(ConfigurationException.class, NegotiateAuthenticator::of);
    assertThrows(ConfigurationException.class, () -> NegotiateAuthenticator.of(ntlm, ntlm));
  }

  /** No damage to a token makes a negotiation succeed that should not. */
  @Test
  void survivesDamageInTheMiddle() throws Exception {
    byte[] mic = mic("client", NegTokenInit.mechTypes(List.of(UNKNOWN, MechanismOid.KERBEROS)));
    Mutations.survive(
        damaged -> {
          var begun =
              assertInstanceOf(
                  AuthenticationResult.Challenge.class,
                  send(both, init("x", null, UNKNOWN, MechanismOid.KERBEROS)));
          var due =
              assertInstanceOf(
                  AuthenticationResult.Challenge.class, send(begun.next(), answer("ticket", null)));
          if (send(due.next(), damaged) instanceof AuthenticationResult.Accepted) {
            assertArrayEquals(mic, NegTokenResp.parse(damaged).mechListMic());
          }
        },
        answer(null, mic));
  }
}
