/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Signs users in by tokens: PAA takes them from the cookie of TUNNEL_CREATE (MS-TSGU 2.2.10.18),
 * Bearer from the {@code Authorization} field (RFC 6750), which both halves of a two-channel tunnel
 * send. Each token goes to the first kind that recognises it. Thread-safe.
 */
public final class AccessTokenAuthenticator implements Authenticator {
  private static final RejectReason NOT_A_TOKEN =
      RejectReason.MALFORMED.because("the token is of no kind that this gateway takes");

  private final List<AccessTokens> paa;
  private final List<AccessTokens> bearer;

  private AccessTokenAuthenticator(List<AccessTokens> paa, List<AccessTokens> bearer) {
    this.paa = paa;
    this.bearer = bearer;
    if (paa.isEmpty() && bearer.isEmpty()) {
      throw new ConfigurationException("Name at least one kind of token to take.");
    }
    if (bearer.stream().anyMatch(PaaTokens.class::isInstance)) {
      throw new ConfigurationException(
          "The gateway's own tokens are for the PAA cookie alone: a Bearer token is sent several"
              + " times, and theirs are good for one use.");
    }
    if (Stream.concat(paa.stream(), bearer.stream())
            .distinct()
            .map(AccessTokens::name)
            .distinct()
            .count()
        != Stream.concat(paa.stream(), bearer.stream()).distinct().count()) {
      throw new ConfigurationException("Two kinds of token have the same name; tell them apart.");
    }
  }

  /**
   * Takes tokens as the PAA cookie.
   *
   * @param kinds asked in this order
   * @return the authenticator
   */
  public static AccessTokenAuthenticator paa(AccessTokens... kinds) {
    return new AccessTokenAuthenticator(List.of(kinds), List.of());
  }

  /**
   * The same, and takes these as Bearer as well.
   *
   * @param kinds asked in this order
   * @return another authenticator
   * @throws ConfigurationException if one of them is {@link PaaTokens}
   */
  public AccessTokenAuthenticator andBearer(AccessTokens... kinds) {
    return new AccessTokenAuthenticator(paa, List.of(kinds));
  }

  /**
   * Takes tokens as Bearer.
   *
   * @param kinds asked in this order
   * @return the authenticator
   * @throws ConfigurationException if one of them is {@link PaaTokens}
   */
  public static AccessTokenAuthenticator bearer(AccessTokens... kinds) {
    return new AccessTokenAuthenticator(List.of(), List.of(kinds));
  }

  @Override
  public List<AuthScheme> schemes() {
    List<AuthScheme> schemes = new ArrayList<>();
    if (!paa.isEmpty()) {
      schemes.add(AuthScheme.PAA);
    }
    if (!bearer.isEmpty()) {
      schemes.add(AuthScheme.BEARER);
    }
    return schemes;
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    if (!(credential instanceof Credential.AccessToken token)) {
      return AuthenticationResult.rejected(NOT_A_TOKEN);
    }
    List<AccessTokens> kinds = token.scheme().equals(AuthScheme.PAA) ? paa : bearer;
    Optional<AccessTokens> kind =
        kinds.stream().filter(one -> one.recognises(token.token())).findFirst();
    return kind.isPresent()
        ? kind.get().judge(token, context)
        : AuthenticationResult.rejected(NOT_A_TOKEN);
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    List<String> name = principal.attributes().getOrDefault(AccessTokens.KIND, List.of());
    List<AccessTokens> kinds = principal.scheme().equals(AuthScheme.PAA) ? paa : bearer;
    Optional<AccessTokens> kind =
        kinds.stream().filter(one -> name.equals(List.of(one.name()))).findFirst();
    if (kind.isEmpty()) {
      return CompletableFuture.completedFuture(
          new Revalidation.Revoked(
              new RejectReason("token-kind-gone", "tokens of this kind are no longer taken")));
    }
    CompletableFuture<Revalidation> found = new CompletableFuture<>();
    blocking.execute(
        () -> {
          try {
            found.complete(kind.get().revalidate(principal));
          } catch (Exception e) {
            found.completeExceptionally(e);
          }
        });
    return found;
  }
}
