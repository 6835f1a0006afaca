/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import io.rdgateway.auth.ClaimsUser;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One step of a sign-in, judged only if the throttle lets it. */
final class ThrottledStep implements AuthenticationStep, ClaimsUser {
  /** Refusals that say nothing about the proof. A time-out may: somebody was perhaps asked. */
  private static final Set<String> NOT_JUDGED =
      Set.of(
          RejectReason.UNAVAILABLE.code(),
          RejectReason.HOOK_FAILED.code(),
          RejectReason.OVERLOADED.code());

  private final SignInThrottle throttle;
  private final AuthenticationStep inner;

  ThrottledStep(SignInThrottle throttle, AuthenticationStep inner) {
    this.throttle = throttle;
    this.inner = inner;
  }

  @Override
  public Optional<String> claimedUser(Credential credential) {
    return ClaimsUser.of(inner, credential);
  }

  @Override
  public void abandon() {
    inner.abandon();
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    Guess guess = guess(credential, context);
    RejectReason refusal = guess.refusal();
    if (refusal != null) {
      return AuthenticationResult.rejected(refusal);
    }
    try {
      return judged(guess, inner.proceed(credential, context));
    } catch (InterruptedException e) {
      guess.failed(); // the client has gone, or the time is over
      throw e;
    } finally {
      guess.passed(); // without effect once the guess has been counted
    }
  }

  @Override
  public CompletableFuture<AuthenticationResult> proceedAsync(
      Credential credential, AuthenticationContext context) {
    Guess guess = guess(credential, context);
    RejectReason refusal = guess.refusal();
    if (refusal != null) {
      return CompletableFuture.completedFuture(AuthenticationResult.rejected(refusal));
    }
    CompletableFuture<AuthenticationResult> judging;
    try {
      judging = inner.proceedAsync(credential, context);
    } catch (RuntimeException | Error e) {
      guess.passed();
      throw e;
    }
    var answer = new CompletableFuture<AuthenticationResult>();
    judging.whenComplete(
        (result, failure) -> {
          if (failure == null && result != null) {
            answer.complete(judged(guess, result));
            return;
          }
          if (isEndOfWaiting(failure)) {
            guess.failed();
          } else {
            guess.passed();
          }
          answer.completeExceptionally(
              failure != null
                  ? failure
                  : new IllegalStateException("the authenticator answered with nothing"));
        });
    // Core cancels what it got when the client has gone or the time is over.
    answer.whenComplete(
        (result, failure) -> {
          if (answer.isCancelled()) {
            guess.failed();
            judging.cancel(true);
          }
        });
    return answer;
  }

  private static boolean isEndOfWaiting(@Nullable Throwable failure) {
    return failure instanceof CancellationException || failure instanceof InterruptedException;
  }

  private Guess guess(Credential credential, AuthenticationContext context) {
    return throttle.guess(
        claimedUser(credential).orElse(null), context.connection().clientAddress().getAddress());
  }

  private AuthenticationResult judged(Guess guess, AuthenticationResult result) {
    if (result instanceof AuthenticationResult.Accepted accepted) {
      RejectReason refusal = guess.succeeded(accepted.principal());
      return refusal == null ? result : AuthenticationResult.rejected(refusal);
    }
    if (result instanceof AuthenticationResult.Challenge challenge) {
      guess.passed();
      return AuthenticationResult.challenge(
          challenge.token(), new ThrottledStep(throttle, challenge.next()));
    }
    if (result instanceof AuthenticationResult.Rejected rejected
        && NOT_JUDGED.contains(rejected.reason().code())) {
      guess.passed();
    } else {
      guess.failed();
    }
    return result;
  }
}
