/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import io.rdgateway.auth.ClaimsUser;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The first step goes through the throttle; what is not a sign-in passes by. */
final class ThrottledAuthenticator implements Authenticator, ClaimsUser {
  private final Authenticator inner;
  private final ThrottledStep first;

  ThrottledAuthenticator(SignInThrottle throttle, Authenticator inner) {
    this.inner = inner;
    this.first = new ThrottledStep(throttle, inner);
  }

  @Override
  public List<AuthScheme> schemes() {
    return inner.schemes();
  }

  @Override
  public Optional<String> claimedUser(Credential credential) {
    return first.claimedUser(credential);
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    return first.proceed(credential, context);
  }

  @Override
  public CompletableFuture<AuthenticationResult> proceedAsync(
      Credential credential, AuthenticationContext context) {
    return first.proceedAsync(credential, context);
  }

  @Override
  public boolean reviews(AuthScheme scheme) {
    return inner.reviews(scheme);
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return inner.revalidate(principal, blocking);
  }
}
