/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.ManualClock;
import io.rdgateway.auth.Tunnels;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.RejectReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Passwords that are good for one time, on two connections. */
class OncePerSignInTest {
  private static final String HOME = "203.0.113.9";
  private static final AuthenticationResult YES =
      AuthenticationResult.accepted(Tunnels.user("alice", AuthScheme.BASIC));
  private static final AuthenticationResult NO =
      AuthenticationResult.rejected(RejectReason.BAD_CREDENTIALS);

  private final ManualClock clock = new ManualClock();
  private final List<CompletableFuture<AuthenticationResult>> judged = new ArrayList<>();
  private final OncePerSignIn once = once(Duration.ofSeconds(60));

  private OncePerSignIn once(Duration window) {
    return new OncePerSignIn(
        new Authenticator() {
          @Override
          public List<AuthScheme> schemes() {
            return List.of(AuthScheme.BASIC);
          }

          @Override
          public AuthenticationResult proceed(
              Credential credential, AuthenticationContext context) {
            throw new AssertionError("this form holds a thread");
          }

          @Override
          public CompletableFuture<AuthenticationResult> proceedAsync(
              Credential credential, AuthenticationContext context) {
            CompletableFuture<AuthenticationResult> result = new CompletableFuture<>();
            judged.add(result);
            return result;
          }
        },
        window,
        clock);
  }

  private static Credential password(String password) {
    return new Credential.Password(AuthScheme.BASIC, "alice", password);
  }

  private CompletableFuture<AuthenticationResult> first(String password, String address) {
    return once.proceedAsync(password(password), Tunnels.signIn(Occasion.OPEN, address));
  }

  private CompletableFuture<AuthenticationResult> second(String password, String address) {
    return once.proceedAsync(password(password), Tunnels.signIn(Occasion.SECOND_HALF, address));
  }

  @Test
  void theSecondHalfTakesWhatTheFirstGot() {
    var first = first("pw,123456", HOME);
    judged.get(0).complete(YES);
    assertEquals(YES, first.join());
    assertEquals(YES, second("pw,123456", HOME).join());
    assertEquals(1, judged.size());
    assertFalse(second("pw,123456", HOME).isDone(), "one half for each first half");
  }

  @Test
  void theSecondHalfMayComeFirst() {
    var second = second("pw,123456", HOME);
    assertFalse(second.isDone());
    assertEquals(0, judged.size());
    var first = first("pw,123456", HOME);
    judged.get(0).complete(YES);
    assertEquals(YES, second.join());
    assertEquals(YES, first.join());
    assertFalse(second("pw,123456", HOME).isDone(), "one half for each first half");
  }

  @Test
  void theSecondHalfFailsWithTheFirst() {
    var second = second("wrong", HOME);
    first("wrong", HOME);
    judged.get(0).complete(NO);
    assertEquals("bad-credentials", Fixtures.outcome(second.join()));
  }

  @Test
  void aHalfOfSomebodyElseIsNotLetIn() {
    first("pw,123456", HOME);
    judged.get(0).complete(YES);
    assertFalse(second("pw,123457", HOME).isDone());
    assertFalse(second("pw,123456", "203.0.113.10").isDone());
    assertTrue(second("pw,123456", HOME).isDone());
  }

  @Test
  void aHalfThatIsTooLateWaitsInVain() {
    first("pw,123456", HOME);
    judged.get(0).complete(YES);
    clock.advance(Duration.ofMinutes(1));
    assertFalse(second("pw,123456", HOME).isDone());
  }

  @Test
  void aHalfThatHasLeftGetsNothing() {
    second("pw,123456", HOME).cancel(true);
    var waiting = second("pw,123456", HOME);
    first("pw,123456", HOME);
    judged.get(0).complete(YES);
    assertEquals(YES, waiting.join());
  }

  @Test
  void aRetryWithinTheWindowServesOnce() {
    first("pw,123456", HOME);
    judged.get(0).complete(YES);
    clock.advance(Duration.ofSeconds(59));
    assertEquals(YES, first("pw,123456", HOME).join());
    assertEquals(1, judged.size());
    first("pw,123456", HOME);
    assertEquals(2, judged.size());
  }

  @Test
  void anotherPasswordOrAddressIsJudged() {
    first("pw,123456", HOME);
    judged.get(0).complete(YES);
    first("pw,123457", HOME);
    first("pw,123456", "203.0.113.10");
    assertEquals(3, judged.size());
  }

  @Test
  void aChallengeStepAndTokensGoThrough() throws Exception {
    var token = new Credential.AccessToken(AuthScheme.PAA, "t");
    once.proceedAsync(token, Tunnels.signIn(Occasion.SECOND_HALF, HOME));
    assertEquals(1, judged.size());
    assertEquals(List.of(AuthScheme.BASIC), once.schemes());
  }

  @Test
  void whoTriesIsToldAsTheAuthenticatorTellsIt() {
    assertEquals(Optional.of("alice"), once.claimedUser(password("pw")));
    assertEquals(
        Optional.empty(), once.claimedUser(new Credential.AccessToken(AuthScheme.PAA, "t")));
  }

  @Test
  void cancellingReachesTheAuthenticator() {
    first("pw,123456", HOME).cancel(true);
    assertTrue(judged.get(0).isCancelled());
  }
}
