/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.basic;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The Basic scheme (RFC 7617) over a {@link PasswordVerifier}. Names are passed on as typed; what
 * {@code DOMAIN\\user} and {@code user@domain} mean is the verifier's business.
 *
 * <p>What no verifier should see is refused here, control characters among it, which RFC 7617
 * forbids.
 */
public final class BasicAuthenticator implements Authenticator {
  /** The longest name, in UTF-16 units. */
  public static final int MAX_NAME_LENGTH = 512;

  /** The longest password, in UTF-16 units. */
  public static final int MAX_PASSWORD_LENGTH = 1024;

  private static final RejectReason EMPTY =
      new RejectReason("empty-credentials", "the user name or the password is empty");
  private static final RejectReason TOO_LONG =
      RejectReason.MALFORMED.because("the user name or the password is too long");
  private static final RejectReason CONTROL =
      RejectReason.MALFORMED.because("the user name or the password has a control character");

  private final PasswordVerifier verifier;
  private final InstantSource clock;

  /**
   * Basic over a verifier.
   *
   * @param verifier judges the passwords
   */
  public BasicAuthenticator(PasswordVerifier verifier) {
    this(verifier, Clock.systemUTC());
  }

  /**
   * Basic over a verifier, with a clock.
   *
   * @param verifier judges the passwords
   * @param clock gives the time of the sign-in
   */
  public BasicAuthenticator(PasswordVerifier verifier, InstantSource clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  @Override
  public List<AuthScheme> schemes() {
    return List.of(AuthScheme.BASIC);
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    if (!(credential instanceof Credential.Password typed)) {
      return AuthenticationResult.rejected(
          RejectReason.MALFORMED.because("Basic takes a name and a password"));
    }
    String name = typed.userName();
    String password = typed.password();
    Optional<RejectReason> objection = objection(name, password);
    if (objection.isPresent()) {
      return AuthenticationResult.rejected(objection.get());
    }
    PasswordOutcome outcome = verifier.verify(name, password, context);
    if (outcome instanceof PasswordOutcome.Verified verified) {
      return AuthenticationResult.accepted(
          verified.identity().signedIn(typed.scheme(), clock.instant()));
    }
    if (outcome instanceof PasswordOutcome.Refused refused) {
      return AuthenticationResult.rejected(refused.reason());
    }
    return AuthenticationResult.rejected(RejectReason.HOOK_FAILED);
  }

  /**
   * Looks for what nobody should judge: an empty name or password, which many directories take for
   * an anonymous bind and answer with success; over-long input; control characters.
   *
   * @param name as typed
   * @param password as typed
   * @return why the sign-in is refused; empty if it may go on
   */
  public static Optional<RejectReason> objection(String name, String password) {
    if (name.isEmpty() || password.isEmpty()) {
      return Optional.of(EMPTY);
    }
    if (name.length() > MAX_NAME_LENGTH || password.length() > MAX_PASSWORD_LENGTH) {
      return Optional.of(TOO_LONG);
    }
    return hasControl(name) || hasControl(password) ? Optional.of(CONTROL) : Optional.empty();
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return verifier.revalidate(principal, blocking);
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
