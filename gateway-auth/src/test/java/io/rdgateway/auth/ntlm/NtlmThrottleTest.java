/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.rdgateway.auth.Authenticators;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.basic.PasswordOutcome;
import io.rdgateway.auth.throttle.SignInThrottle;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import org.junit.jupiter.api.Test;

/** Guesses by NTLM count for the user whose name comes with the last message. */
class NtlmThrottleTest {
  private final Authenticator signIn =
      SignInThrottle.builder()
          .ticks(() -> 0)
          .build()
          .around(
              Authenticators.combine(
                  Conversation.acceptor(Conversation.ALICE).build(),
                  new BasicAuthenticator(
                      (name, password, context) ->
                          new PasswordOutcome.Refused(RejectReason.WRONG_PASSWORD))));

  @Test
  void guessesAreSlowedAndFirstMessagesAreNot() throws Exception {
    var client = new TestClient();
    client.password = "wrong";
    for (int i = 0; i < 5; i++) {
      assertEquals("wrong-password", signIn(client));
    }
    client.password = Vectors.PASSWORD;
    for (int i = 0; i < 1000; i++) {
      assertEquals("throttled", signIn(client));
    }
    client.user = "Alice@corp.example"; // still she
    assertEquals("throttled", signIn(client));
    client.user = "alice2";
    assertEquals("Accepted", signIn(client));
  }

  @Test
  void basicAndNtlmCountTogether() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertEquals(
          "wrong-password",
          outcome(
              signIn.proceed(
                  new Credential.Password(AuthScheme.BASIC, "CORP\\alice", "x"), context())));
    }
    assertEquals("throttled", signIn(new TestClient()));
  }

  @Test
  void successesAreNot() throws Exception {
    for (int i = 0; i < 1000; i++) {
      assertEquals("Accepted", signIn(new TestClient()));
    }
  }

  private String signIn(TestClient client) throws Exception {
    var challenge =
        assertInstanceOf(
            AuthenticationResult.Challenge.class,
            signIn.proceed(Conversation.token(AuthScheme.NEGOTIATE, client.negotiate), context()));
    return outcome(
        challenge
            .next()
            .proceed(
                Conversation.token(AuthScheme.NEGOTIATE, client.answer(challenge.token())),
                context()));
  }
}
