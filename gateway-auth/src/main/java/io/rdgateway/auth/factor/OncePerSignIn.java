/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import io.rdgateway.auth.ClaimsUser;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * An authenticator for passwords that prompts the user or takes codes which are good for one time,
 * asked once for each tunnel.
 *
 * <p>The second half of a two-channel tunnel shows the same name and password as the first. It is
 * never judged by itself but takes what the first one got, waiting for it if it comes earlier.
 * Sign-ins of one name with one password from one address share a prompt that is out, and a success
 * serves one more time within a window. Passwords are remembered as a keyed digest under a key that
 * lives as long as this object; nothing of a refusal is kept. Credentials that are no passwords go
 * through unchanged.
 */
public final class OncePerSignIn implements Authenticator, ClaimsUser {
  private final Authenticator authenticator;
  private final PasswordDigest digest = new PasswordDigest();
  private final SharedPrompts<Key, AuthenticationResult> prompts;
  private final SecondHalves<Key, AuthenticationResult> halves;

  /** The password is in the digest alone. */
  private record Key(AuthScheme scheme, String userName, String digest, InetAddress address) {}

  /**
   * With the system's clock.
   *
   * @param authenticator judges passwords
   * @param window within which a success serves once more; zero for never; at most 15 minutes
   */
  public OncePerSignIn(Authenticator authenticator, Duration window) {
    this(authenticator, window, Clock.systemUTC());
  }

  /**
   * With a clock.
   *
   * @param authenticator judges passwords
   * @param window within which a success serves once more; zero for never; at most 15 minutes
   * @param clock measures the window
   * @throws IllegalArgumentException if the window is out of range
   */
  public OncePerSignIn(Authenticator authenticator, Duration window, InstantSource clock) {
    this.authenticator = authenticator;
    prompts = new SharedPrompts<>(window, OncePerSignIn::isAccepted, clock);
    halves = new SecondHalves<>(clock);
  }

  private static boolean isAccepted(AuthenticationResult result) {
    return result instanceof AuthenticationResult.Accepted;
  }

  @Override
  public List<AuthScheme> schemes() {
    return authenticator.schemes();
  }

  @Override
  public boolean reviews(AuthScheme scheme) {
    return authenticator.reviews(scheme);
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    return Mapped.await(proceedAsync(credential, context));
  }

  @Override
  public CompletableFuture<AuthenticationResult> proceedAsync(
      Credential credential, AuthenticationContext context) {
    if (!(credential instanceof Credential.Password typed)) {
      return authenticator.proceedAsync(credential, context);
    }
    Key key =
        new Key(
            typed.scheme(),
            typed.userName(),
            digest.of(typed.password()),
            context.connection().clientAddress().getAddress());
    if (context.occasion() == Occasion.SECOND_HALF) {
      return halves.take(key);
    }
    CompletableFuture<AuthenticationResult> result =
        prompts.ask(key, () -> authenticator.proceedAsync(typed, context));
    return Mapped.of(
        result,
        outcome -> {
          if (isAccepted(outcome)) {
            halves.grant(key, outcome);
          } else {
            halves.refuse(key, outcome);
          }
          return outcome;
        });
  }

  @Override
  public Optional<String> claimedUser(Credential credential) {
    return ClaimsUser.of(authenticator, credential);
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return authenticator.revalidate(principal, blocking);
  }
}
