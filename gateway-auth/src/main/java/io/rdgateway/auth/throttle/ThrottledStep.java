/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import io.rdgateway.auth.ClaimsUser;
import io.rdgateway.auth.throttle.ThrottleTables.Attempt;
import io.rdgateway.auth.throttle.ThrottleTables.Entry;
import io.rdgateway.auth.throttle.ThrottleTables.Forbidden;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import java.net.InetAddress;
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
    var guess = new Guess(credential, context);
    AuthenticationResult refusal = guess.refusal();
    if (refusal != null) {
      return refusal;
    }
    try {
      return guess.judged(inner.proceed(credential, context));
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
    var guess = new Guess(credential, context);
    AuthenticationResult refusal = guess.refusal();
    if (refusal != null) {
      return CompletableFuture.completedFuture(refusal);
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
            answer.complete(guess.judged(result));
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

  /** One credential on its way through the rules. */
  private final class Guess {
    private final @Nullable String claimed;
    private final InetAddress client;
    private final Entry entry;

    Guess(Credential credential, AuthenticationContext context) {
      claimed = claimedUser(credential).orElse(null);
      client = context.connection().clientAddress().getAddress();
      entry = throttle.enter(claimed, client);
    }

    @Nullable AuthenticationResult refusal() {
      return entry instanceof Forbidden forbidden ? refusal(forbidden) : null;
    }

    private AuthenticationResult refusal(Forbidden forbidden) {
      return AuthenticationResult.rejected(SignInThrottle.reason(forbidden, claimed, client));
    }

    AuthenticationResult judged(AuthenticationResult result) {
      if (!(entry instanceof Attempt attempt)) {
        throw new IllegalStateException("a forbidden guess was judged");
      }
      if (result instanceof AuthenticationResult.Accepted accepted) {
        Forbidden forbidden = throttle.succeeded(attempt, accepted.principal());
        return forbidden == null ? result : refusal(forbidden);
      }
      if (result instanceof AuthenticationResult.Challenge challenge) {
        throttle.passed(attempt);
        return AuthenticationResult.challenge(
            challenge.token(), new ThrottledStep(throttle, challenge.next()));
      }
      if (result instanceof AuthenticationResult.Rejected rejected
          && NOT_JUDGED.contains(rejected.reason().code())) {
        throttle.passed(attempt);
      } else {
        throttle.failed(attempt);
      }
      return result;
    }

    void failed() {
      if (entry instanceof Attempt attempt) {
        throttle.failed(attempt);
      }
    }

    void passed() {
      if (entry instanceof Attempt attempt) {
        throttle.passed(attempt);
      }
    }
  }
}
