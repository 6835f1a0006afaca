/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.basic.PasswordVerifier;
import io.rdgateway.auth.factor.OncePerSignIn;
import io.rdgateway.spi.Authenticator;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The Basic scheme with a one-time code (RFC 6238) typed behind the password. Every user needs a
 * token. The second half of a two-channel tunnel shows the same code as the first, and takes what
 * the first one got: see {@link OncePerSignIn}.
 *
 * <p>Where users may come by other schemes as well, put {@link TotpFactor} behind the connection
 * policy: it refuses those with a token who have not shown a code.
 */
public final class TotpAuthenticator {
  private TotpAuthenticator() {}

  /**
   * An authenticator without a second chance for a code, by the system's clock.
   *
   * @param passwords judges the passwords
   * @param totp judges the codes
   * @param placement where the code is typed
   * @return the authenticator; thread-safe if its parts are
   */
  public static Authenticator of(PasswordVerifier passwords, Totp totp, CodePlacement placement) {
    return of(passwords, totp, placement, Duration.ZERO, Clock.systemUTC());
  }

  /**
   * An authenticator.
   *
   * @param passwords judges the passwords
   * @param totp judges the codes
   * @param placement where the code is typed
   * @param window within which the same password and code serve once more from the same address,
   *     for a client that reconnects; zero for never, as RFC 6238 wants it; at most 15 minutes
   * @param clock measures the window and dates the sign-ins
   * @return the authenticator; thread-safe if its parts are
   * @throws IllegalArgumentException if the window is out of range
   */
  public static Authenticator of(
      PasswordVerifier passwords,
      Totp totp,
      CodePlacement placement,
      Duration window,
      InstantSource clock) {
    return new OncePerSignIn(
        new BasicAuthenticator(new TotpPasswordVerifier(passwords, totp, placement), clock),
        window,
        clock);
  }
}
