/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.basic;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Identity ALICE = Identity.of("id-1", "alice", Set.of("staff"));

  private final List<String> asked = new ArrayList<>();
  private final BasicAuthenticator basic =
      new BasicAuthenticator(
          (name, password, context) -> {
            asked.add(name);
            return password.equals("right")
                ? new PasswordOutcome.Verified(ALICE)
                : new PasswordOutcome.Refused(RejectReason.WRONG_PASSWORD);
          },
          InstantSource.fixed(NOW));

  private String signIn(String name, String password) throws Exception {
    return outcome(basic.proceed(typed(name, password), context()));
  }

  private static Credential typed(String name, String password) {
    return new Credential.Password(AuthScheme.BASIC, name, password);
  }

  @Test
  void offersBasic() {
    assertEquals(List.of(AuthScheme.BASIC), basic.schemes());
  }

  @Test
  void rightPassword() throws Exception {
    var accepted =
        assertInstanceOf(
            AuthenticationResult.Accepted.class, basic.proceed(typed("alice", "right"), context()));
    assertEquals(ALICE.signedIn(AuthScheme.BASIC, NOW), accepted.principal());
  }

  @Test
  void wrongPassword() throws Exception {
    assertEquals("wrong-password", signIn("alice", "wrong"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "CORP\\alice", "alice@corp.example", "älice", "a:b"})
  void namesArePassedOnAsTyped(String name) throws Exception {
    assertEquals("Accepted", signIn(name, "right"));
    assertEquals(List.of(name), asked);
  }

  @Test
  void whatNoVerifierShouldSeeIsRefusedBefore() throws Exception {
    assertEquals("empty-credentials", signIn("alice", ""));
    assertEquals("empty-credentials", signIn("", "right"));
    assertEquals("malformed", signIn("a".repeat(513), "right"));
    assertEquals("malformed", signIn("alice", "p".repeat(1025)));
    assertEquals("malformed", signIn("ali\0ce", "right"));
    assertEquals("malformed", signIn("alice", "right\n"));
    assertEquals("malformed", signIn("alice", "right\u0085"));
    assertEquals(List.of(), asked);
    assertEquals("wrong-password", signIn("a".repeat(512), "p".repeat(1024)));
  }

  @Test
  void otherCredentialsAreRefused() throws Exception {
    assertEquals(
        "malformed",
        outcome(
            basic.proceed(new Credential.SecurityToken(AuthScheme.BASIC, new byte[1]), context())));
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless verifier does
  void failingVerifiersRefuse() throws Exception {
    var failing =
        new BasicAuthenticator(
            (name, password, context) -> {
              throw new IOException("no answer");
            });
    assertThrows(IOException.class, () -> failing.proceed(typed("alice", "right"), context()));
    var silent = new BasicAuthenticator((name, password, context) -> null);
    assertEquals("hook-failed", outcome(silent.proceed(typed("alice", "right"), context())));
  }

  @Test
  void reviewsReachTheVerifier() throws Exception {
    Revalidation answer = new Revalidation.Revoked(RejectReason.UNKNOWN_USER);
    var reviewed =
        new BasicAuthenticator(
            new PasswordVerifier() {
              @Override
              public PasswordOutcome verify(
                  String userName, String password, AuthenticationContext context) {
                return new PasswordOutcome.Verified(ALICE);
              }

              @Override
              public CompletionStage<Revalidation> revalidate(
                  UserPrincipal principal, Executor blocking) {
                return CompletableFuture.completedFuture(answer);
              }
            });
    var principal = ALICE.signedIn(AuthScheme.BASIC, NOW);
    assertSame(answer, reviewed.revalidate(principal, Runnable::run).toCompletableFuture().get());
    assertInstanceOf(
        Revalidation.Unchanged.class,
        basic.revalidate(principal, Runnable::run).toCompletableFuture().get());
  }
}
