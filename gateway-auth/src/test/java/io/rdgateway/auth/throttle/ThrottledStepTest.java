/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.throttle.Site.context;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** The decorator, over an authenticator that answers when the test says so. */
class ThrottledStepTest {
  private static final String HERE = "192.0.2.10";
  private static final UserPrincipal ALICE =
      UserPrincipal.of("1", "alice", Set.of(), AuthScheme.BASIC, Instant.EPOCH);

  private long now;
  private final List<CompletableFuture<AuthenticationResult>> asked = new ArrayList<>();
  private final SignInThrottle throttle = SignInThrottle.builder().ticks(() -> now).build();
  private final Authenticator signIn = throttle.around(new Manual());

  @Test
  void thousandsAtOnceGainNothing() throws Exception {
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      var answer = signIn.proceedAsync(password("alice"), context(Site.address(i)));
      refused += answer.isDone() ? 1 : 0;
    }
    assertEquals(30, asked.size());
    assertEquals(970, refused);
    asked.get(0).complete(AuthenticationResult.accepted(ALICE));
    asked.get(1).complete(AuthenticationResult.challenge(new byte[1], (c, x) -> accepted()));
    for (int i = 1000; i < 2000; i++) {
      signIn.proceedAsync(password("alice"), context(Site.address(i)));
    }
    assertEquals(32, asked.size());
  }

  @Test
  void manyHalvesOfOneTunnelPassTogether() throws Exception {
    var first = signIn.proceedAsync(password("alice"), context(HERE));
    var second = signIn.proceedAsync(password("alice"), context(HERE));
    asked.forEach(judging -> judging.complete(accepted()));
    assertEquals("Accepted", outcome(first.get()));
    assertEquals("Accepted", outcome(second.get()));
  }

  @Test
  void cancellationReachesTheAuthenticatorAndCounts() throws Exception {
    for (int i = 0; i < 5; i++) {
      signIn.proceedAsync(password("alice"), context(HERE)).cancel(true);
      assertTrue(asked.get(i).isCancelled());
    }
    assertEquals("throttled", outcome(signIn.proceedAsync(password("alice"), context(HERE)).get()));
  }

  @Test
  void interruptionCounts() throws Exception {
    Authenticator interrupted = throttle.around(new Interrupted());
    for (int i = 0; i < 5; i++) {
      assertThrows(
          InterruptedException.class, () -> interrupted.proceed(password("alice"), context(HERE)));
    }
    assertEquals("throttled", outcome(interrupted.proceed(password("alice"), context(HERE))));
  }

  @Test
  void failuresAreHandedOnAsTheyAre() throws Exception {
    var answer = signIn.proceedAsync(password("alice"), context(HERE));
    var fault = new IllegalStateException("a fault");
    asked.get(0).completeExceptionally(fault);
    assertSame(fault, assertThrows(ExecutionException.class, answer::get).getCause());
  }

  @Test
  void everyLegPassesThroughAndOnlyRefusalsCount() throws Exception {
    for (int i = 0; i < 1000; i++) {
      AuthenticationStep step = signIn;
      for (int leg = 0; leg < 4; leg++) {
        var answer = step.proceedAsync(token(), context(HERE));
        asked
            .get(asked.size() - 1)
            .complete(AuthenticationResult.challenge(new byte[] {1}, new Manual()));
        var challenge = assertInstanceOf(AuthenticationResult.Challenge.class, answer.get());
        assertEquals(1, challenge.token().length);
        step = challenge.next();
      }
      var last = step.proceedAsync(password("alice"), context(HERE));
      if (i < 5) {
        asked.get(asked.size() - 1).complete(rejected());
      }
      assertEquals(i < 5 ? "wrong-password" : "throttled", outcome(last.get()));
    }
  }

  @Test
  void proofsWithoutANameCountByAddress() throws Exception {
    for (int i = 0; i < 600; i++) {
      var answer = signIn.proceedAsync(token(), context(HERE));
      asked.get(i).complete(rejected());
      assertEquals("wrong-password", outcome(answer.get()));
    }
    assertEquals("throttled", outcome(acceptedToken(HERE)));
    assertEquals("Accepted", outcome(acceptedToken(Site.address(1))));
    var typed = signIn.proceedAsync(password("alice"), context(HERE)); // has its own rate
    assertFalse(typed.isDone());
    asked.get(asked.size() - 1).complete(accepted());
    assertEquals("Accepted", outcome(typed.get()));
    assertEquals("Accepted", outcome(acceptedToken(HERE))); // known by now
  }

  @Test
  void aFloodOfProofsWithoutANameEndsWithItsSender() throws Exception {
    for (int i = 0; i < 100_000; i++) {
      signIn.proceedAsync(token(), context(HERE));
      asked.get(i).complete(rejected());
    }
    assertEquals("throttled", outcome(acceptedToken(HERE)));
    now += Duration.ofSeconds(6).toNanos(); // the rate is 600 an hour
    assertEquals("Accepted", outcome(acceptedToken(HERE)));
  }

  @Test
  void onlyAProofUnderANameForgives() throws Exception {
    assertEquals("Accepted", outcome(acceptedToken(HERE)));
    for (int i = 0; i < 5; i++) {
      assertEquals("wrong-password", judgedPassword(rejected()));
      assertEquals("Accepted", outcome(acceptedToken(HERE)));
    }
    assertEquals("throttled", judgedPassword(accepted()));
    now += Duration.ofSeconds(2).toNanos();
    assertEquals("Accepted", judgedPassword(accepted()));
    for (int i = 0; i < 5; i++) {
      assertEquals("wrong-password", judgedPassword(rejected()));
    }
    throttle.learn(new SignInOutcome("alice", HERE, true, Instant.now()));
    assertEquals("throttled", judgedPassword(accepted()));
  }

  private String judgedPassword(AuthenticationResult result) throws Exception {
    var answer = signIn.proceedAsync(password("alice"), context(HERE));
    asked.get(asked.size() - 1).complete(result);
    return outcome(answer.get());
  }

  private AuthenticationResult acceptedToken(String address) throws Exception {
    var answer = signIn.proceedAsync(token(), context(address));
    asked.get(asked.size() - 1).complete(accepted());
    return answer.get();
  }

  @Test
  void reviewsAndSchemesPassBy() throws Exception {
    for (int i = 0; i < 6; i++) {
      signIn.proceedAsync(password("alice"), context(HERE)).cancel(true);
    }
    assertInstanceOf(
        Revalidation.Revoked.class,
        signIn.revalidate(ALICE, Runnable::run).toCompletableFuture().get());
    assertEquals(List.of(AuthScheme.BASIC, AuthScheme.NEGOTIATE), signIn.schemes());
  }

  @Test
  void abandonReachesTheStep() throws Exception {
    var abandoned = new ArrayList<String>();
    var step =
        new AuthenticationStep() {
          @Override
          public AuthenticationResult proceed(Credential c, AuthenticationContext context) {
            return accepted();
          }

          @Override
          public void abandon() {
            abandoned.add("it");
          }
        };
    var answer = signIn.proceedAsync(token(), context(HERE));
    asked.get(0).complete(AuthenticationResult.challenge(new byte[1], step));
    assertInstanceOf(AuthenticationResult.Challenge.class, answer.get()).next().abandon();
    assertEquals(List.of("it"), abandoned);
  }

  private static AuthenticationResult accepted() {
    return AuthenticationResult.accepted(ALICE);
  }

  private static AuthenticationResult rejected() {
    return AuthenticationResult.rejected(RejectReason.WRONG_PASSWORD);
  }

  private static Credential password(String name) {
    return new Credential.Password(AuthScheme.BASIC, name, "x");
  }

  private static Credential token() {
    return new Credential.SecurityToken(AuthScheme.NEGOTIATE, new byte[1]);
  }

  private final class Manual implements Authenticator {
    @Override
    public List<AuthScheme> schemes() {
      return List.of(AuthScheme.BASIC, AuthScheme.NEGOTIATE);
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
      throw new AssertionError("the asynchronous form is meant");
    }

    @Override
    public CompletableFuture<AuthenticationResult> proceedAsync(
        Credential credential, AuthenticationContext context) {
      var judging = new CompletableFuture<AuthenticationResult>();
      asked.add(judging);
      return judging;
    }

    @Override
    public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
      return CompletableFuture.completedFuture(new Revalidation.Revoked(RejectReason.UNKNOWN_USER));
    }
  }

  private static final class Interrupted implements Authenticator {
    @Override
    public List<AuthScheme> schemes() {
      return List.of(AuthScheme.BASIC);
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
        throws InterruptedException {
      throw new InterruptedException("the time is over");
    }
  }
}
