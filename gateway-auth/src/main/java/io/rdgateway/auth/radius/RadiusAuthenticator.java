/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.auth.factor.Mapped;
import io.rdgateway.auth.factor.OncePerSignIn;
import io.rdgateway.auth.factor.OncePerTunnel;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The Basic scheme over a RADIUS server. A challenge that no typed code has answered is a refusal,
 * since no client can be asked. A user is asked once for both halves of a tunnel and for one retry,
 * as {@link OncePerSignIn} says. A review finds nothing out: RADIUS knows no question without a
 * sign-in.
 *
 * <p>Set {@code Limits.signInTime} above the {@link RadiusTiming#answerTime} of all servers
 * together.
 */
public final class RadiusAuthenticator {
  private static final RejectReason CHALLENGED =
      new RejectReason(
          "challenged",
          "the RADIUS server asks for a code, which no client can be asked for; let it prompt by"
              + " push or call, or have the code typed behind the password");

  private RadiusAuthenticator() {}

  /**
   * An authenticator with the window of {@code OncePerTunnel} and the system's clock.
   *
   * @param signIn asks the server
   * @return the authenticator; thread-safe
   */
  public static Authenticator of(RadiusSignIn signIn) {
    return of(signIn, OncePerTunnel.DEFAULT_WINDOW, Clock.systemUTC());
  }

  /**
   * An authenticator.
   *
   * @param signIn asks the server
   * @param window within which a success serves once more for the same password from the same
   *     address; zero for never, at most 15 minutes
   * @param clock measures the window and dates the sign-ins
   * @return the authenticator; thread-safe
   * @throws IllegalArgumentException if the window is out of range
   */
  public static Authenticator of(RadiusSignIn signIn, Duration window, InstantSource clock) {
    return new OncePerSignIn(new Asking(signIn, clock), window, clock);
  }

  private record Asking(RadiusSignIn signIn, InstantSource clock) implements Authenticator {
    @Override
    public List<AuthScheme> schemes() {
      return List.of(AuthScheme.BASIC);
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
        return CompletableFuture.completedFuture(
            AuthenticationResult.rejected(
                RejectReason.MALFORMED.because("Basic takes a name and a password")));
      }
      return Mapped.of(
          signIn.begin(
              typed.userName(),
              typed.password(),
              context.connection().clientAddress().getAddress()),
          this::result);
    }

    private AuthenticationResult result(RadiusOutcome outcome) {
      if (outcome instanceof RadiusOutcome.Accepted accepted) {
        return AuthenticationResult.accepted(
            accepted.identity().signedIn(AuthScheme.BASIC, clock.instant()));
      }
      return AuthenticationResult.rejected(
          outcome instanceof RadiusOutcome.Refused refused ? refused.reason() : CHALLENGED);
    }
  }
}
