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
import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import io.rdgateway.auth.negotiate.NegotiateAuthenticator;
import io.rdgateway.auth.throttle.SignInThrottle;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guesses by NTLM count for the user whose name comes with the last message. */
class NtlmThrottleTest {
  private final Authenticator signIn =
      SignInThrottle.builder()
          .ticks(() -> 0)
          .build()
          .around(
              Authenticators.combine(
                  NegotiateAuthenticator.of(
                      Conversation.acceptor(Conversation.ALICE).build().mechanism()),
                  Conversation.acceptor(Conversation.ALICE).schemes(AuthScheme.NTLM).build(),
                  new BasicAuthenticator(
                      (name, password, context) ->
                          new PasswordOutcome.Refused(RejectReason.WRONG_PASSWORD))));

  /** How the messages of NTLM travel. */
  enum Way {
    RAW,
    BARE,
    SPNEGO;

    private static final byte[] SPNEGO_OID = Vectors.hex("06062b0601050502");
    private static final byte[] NTLM_OID = Vectors.hex("060a2b06010401823702020a");

    AuthScheme scheme() {
      return this == RAW ? AuthScheme.NTLM : AuthScheme.NEGOTIATE;
    }

    byte[] first(byte[] message) {
      return this != SPNEGO
          ? message
          : Der.element(
              Der.application(0),
              SPNEGO_OID,
              Der.field(
                  0,
                  Der.sequence(
                      Der.field(0, Der.sequence(NTLM_OID)),
                      Der.field(2, Der.element(Der.OCTET_STRING, message)))));
    }

    byte[] next(byte[] message) {
      return this != SPNEGO
          ? message
          : Der.element(
              Der.context(1), Der.sequence(Der.field(2, Der.element(Der.OCTET_STRING, message))));
    }

    byte[] challenge(byte[] token) throws DerException {
      if (this != SPNEGO) {
        return token;
      }
      DerReader fields = new DerReader(token).enter(Der.context(1)).enter(Der.SEQUENCE);
      fields.field(0);
      fields.field(1);
      return fields.field(2).octets();
    }
  }

  @ParameterizedTest
  @EnumSource
  void guessesAreSlowedAndFirstMessagesAreNot(Way way) throws Exception {
    var client = new TestClient();
    client.password = "wrong";
    for (int i = 0; i < 5; i++) {
      assertEquals("wrong-password", signIn(way, client));
    }
    client.password = Vectors.PASSWORD;
    for (int i = 0; i < 700; i++) {
      assertEquals("throttled", signIn(way, client));
    }
    client.user = "Alice@corp.example"; // still she
    assertEquals("throttled", signIn(way, client));
    client.user = "alice2";
    assertEquals("Accepted", signIn(way, client));
  }

  @Test
  void allWaysCountTogether() throws Exception {
    var client = new TestClient();
    client.password = "wrong";
    for (Way way : Way.values()) {
      assertEquals("wrong-password", signIn(way, client));
    }
    for (int i = 0; i < 2; i++) {
      assertEquals(
          "wrong-password",
          outcome(
              signIn.proceed(
                  new Credential.Password(AuthScheme.BASIC, "CORP\\alice", "x"), context())));
    }
    for (Way way : Way.values()) {
      assertEquals("throttled", signIn(way, new TestClient()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void successesAreNot(Way way) throws Exception {
    for (int i = 0; i < 700; i++) {
      assertEquals("Accepted", signIn(way, new TestClient()));
    }
  }

  private String signIn(Way way, TestClient client) throws Exception {
    var challenge =
        assertInstanceOf(
            AuthenticationResult.Challenge.class, send(signIn, way, way.first(client.negotiate)));
    byte[] answer = client.answer(way.challenge(challenge.token()));
    return outcome(send(challenge.next(), way, way.next(answer)));
  }

  private static AuthenticationResult send(AuthenticationStep step, Way way, byte[] message)
      throws Exception {
    return step.proceed(Conversation.token(way.scheme(), message), context());
  }
}
