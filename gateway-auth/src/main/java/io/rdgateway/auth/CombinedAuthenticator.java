/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Routes by scheme. The schemes are asked for anew each time, since a part may change its own. */
final class CombinedAuthenticator implements Authenticator, ClaimsUser {
  private static final RejectReason NOT_OFFERED =
      new RejectReason("scheme-not-offered", "no authenticator offers this scheme");

  private final List<Authenticator> parts;

  CombinedAuthenticator(List<Authenticator> parts) {
    if (parts.isEmpty()) {
      throw new ConfigurationException("Name at least one authenticator to combine.");
    }
    Set<AuthScheme> seen = new HashSet<>();
    for (Authenticator part : parts) {
      for (AuthScheme scheme : part.schemes()) {
        if (!seen.add(scheme)) {
          throw new ConfigurationException(
              "Two authenticators offer the scheme "
                  + scheme
                  + "; switch it off in one of them, so that it is clear who judges it.");
        }
      }
    }
    this.parts = parts;
  }

  @Override
  public List<AuthScheme> schemes() {
    return parts.stream().flatMap(part -> part.schemes().stream()).distinct().toList();
  }

  @Override
  public Optional<String> claimedUser(Credential credential) {
    return ownerOf(credential.scheme()).flatMap(owner -> ClaimsUser.of(owner, credential));
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    Optional<Authenticator> owner = ownerOf(credential.scheme());
    return owner.isPresent()
        ? owner.get().proceed(credential, context)
        : AuthenticationResult.rejected(NOT_OFFERED);
  }

  @Override
  public CompletableFuture<AuthenticationResult> proceedAsync(
      Credential credential, AuthenticationContext context) {
    return ownerOf(credential.scheme())
        .map(owner -> owner.proceedAsync(credential, context))
        .orElseGet(
            () -> CompletableFuture.completedFuture(AuthenticationResult.rejected(NOT_OFFERED)));
  }

  @Override
  public boolean reviews(AuthScheme scheme) {
    return parts.stream().anyMatch(part -> part.reviews(scheme));
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return parts.stream()
        .filter(part -> part.reviews(principal.scheme()))
        .findFirst()
        .map(owner -> owner.revalidate(principal, blocking))
        .orElseGet(() -> CompletableFuture.completedFuture(new Revalidation.Revoked(NOT_OFFERED)));
  }

  private Optional<Authenticator> ownerOf(AuthScheme scheme) {
    return parts.stream().filter(part -> part.schemes().contains(scheme)).findFirst();
  }
}
