/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.ntlm.Conversation.ALICE;
import static io.rdgateway.auth.ntlm.Conversation.start;
import static io.rdgateway.auth.ntlm.Conversation.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of a challenge: one answer, in time, on its own connection. */
class NtlmChallengeTest {
  private final TestClient client = new TestClient();
  private final NtlmAuthenticator acceptor = Conversation.acceptor(ALICE).build();

  @Test
  void tokensThatAreNotNtlmAreRefused() {
    for (String spnego : List.of("", "6082", "a1820102")) {
      assertEquals(
          "unsupported-token",
          outcome(acceptor.proceed(token(AuthScheme.NEGOTIATE, Vectors.hex(spnego)), context())));
    }
  }

  @Test
  void otherCredentialsAreRefused() throws Exception {
    var password = new Credential.Password(AuthScheme.NTLM, "alice", Vectors.PASSWORD);
    assertEquals("malformed", outcome(acceptor.proceed(password, context())));
    var step = start(acceptor, AuthScheme.NTLM, client.negotiate).next();
    assertEquals("malformed", outcome(step.proceed(password, context())));
  }

  @Test
  void anAnswerNeedsAChallenge() {
    assertEquals(
        "ntlm-no-challenge",
        outcome(acceptor.proceed(token(AuthScheme.NTLM, Vectors.AUTHENTICATE), context())));
  }

  @Test
  void aChallengeIsNoFirstMessage() {
    assertEquals(
        "malformed",
        outcome(acceptor.proceed(token(AuthScheme.NTLM, Vectors.CHALLENGE), context())));
  }

  @Test
  void aChallengeIsAnsweredOnce() throws Exception {
    var challenge = start(acceptor, AuthScheme.NTLM, client.negotiate);
    var answer = token(AuthScheme.NTLM, client.answer(challenge.token()));
    assertEquals("Accepted", outcome(challenge.next().proceed(answer, context())));
    assertEquals("ntlm-challenge-used", outcome(challenge.next().proceed(answer, context())));
  }

  @Test
  void aFailedAnswerUsesTheChallengeUp() throws Exception {
    var challenge = start(acceptor, AuthScheme.NTLM, client.negotiate);
    byte[] good = client.answer(challenge.token());
    client.password = "guess";
    byte[] bad = client.answer(challenge.token());
    var step = challenge.next();
    assertEquals("wrong-password", outcome(step.proceed(token(AuthScheme.NTLM, bad), context())));
    assertEquals(
        "ntlm-challenge-used", outcome(step.proceed(token(AuthScheme.NTLM, good), context())));
  }

  @Test
  void anAnswerDoesNotFitAnotherChallenge() throws Exception {
    var random = NtlmAuthenticator.builder(NtlmVerifier.of(ALICE), Vectors.NAMES).build();
    byte[] answer = client.answer(start(random, AuthScheme.NTLM, client.negotiate).token());
    var other = start(random, AuthScheme.NTLM, client.negotiate).next();
    assertEquals(
        "wrong-password", outcome(other.proceed(token(AuthScheme.NTLM, answer), context())));
  }

  @Test
  void anAbandonedChallengeIsDead() throws Exception {
    var challenge = start(acceptor, AuthScheme.NTLM, client.negotiate);
    byte[] answer = client.answer(challenge.token());
    challenge.next().abandon();
    assertEquals(
        "ntlm-challenge-used",
        outcome(challenge.next().proceed(token(AuthScheme.NTLM, answer), context())));
  }

  @Test
  void theSchemeCannotChangeWithinASignIn() throws Exception {
    var challenge = start(acceptor, AuthScheme.NTLM, client.negotiate);
    byte[] answer = client.answer(challenge.token());
    assertEquals(
        "malformed",
        outcome(challenge.next().proceed(token(AuthScheme.NEGOTIATE, answer), context())));
  }

  @Test
  void aFirstMessageStartsAnew() throws Exception {
    var old = start(acceptor, AuthScheme.NTLM, client.negotiate);
    var fresh =
        assertInstanceOf(
            AuthenticationResult.Challenge.class,
            old.next().proceed(token(AuthScheme.NTLM, client.negotiate), context()));
    byte[] answer = client.answer(fresh.token());
    assertEquals(
        "ntlm-challenge-used",
        outcome(old.next().proceed(token(AuthScheme.NTLM, answer), context())));
    assertEquals(
        "Accepted", outcome(fresh.next().proceed(token(AuthScheme.NTLM, answer), context())));
  }

  @Test
  void aChallengeExpires() throws Exception {
    for (long late : new long[] {0, 1}) {
      Instant[] now = {Vectors.TIME};
      var timed = Conversation.acceptor(ALICE).clock(() -> now[0]).build();
      var challenge = start(timed, AuthScheme.NTLM, client.negotiate);
      now[0] = Vectors.TIME.plus(Duration.ofMinutes(2)).plusNanos(late);
      assertEquals(
          late == 0 ? "Accepted" : "ntlm-challenge-expired",
          outcome(
              challenge
                  .next()
                  .proceed(token(AuthScheme.NTLM, client.answer(challenge.token())), context())));
    }
  }

  @Test
  void garbageInsteadOfAnAnswerIsMalformed() throws Exception {
    var step = start(acceptor, AuthScheme.NTLM, client.negotiate).next();
    assertEquals(
        "malformed", outcome(step.proceed(token(AuthScheme.NTLM, new byte[9]), context())));
  }
}
