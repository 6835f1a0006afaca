/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class AuthenticatorsTest {
  private final Named tokens = new Named("tokens", AuthScheme.NEGOTIATE, AuthScheme.NTLM);
  private final Named passwords = new Named("passwords", AuthScheme.BASIC);
  private final Authenticator both = Authenticators.combine(tokens, passwords);

  @Test
  void offersAllSchemesInOrder() {
    assertEquals(List.of(AuthScheme.NEGOTIATE, AuthScheme.NTLM, AuthScheme.BASIC), both.schemes());
  }

  @Test
  void aCredentialGoesToTheOneThatOffersItsScheme() throws Exception {
    assertEquals("tokens", outcome(both.proceed(token(AuthScheme.NTLM), context())));
    assertEquals("passwords", outcome(both.proceed(token(AuthScheme.of("basic")), context())));
    assertEquals("scheme-not-offered", outcome(both.proceed(token(AuthScheme.BEARER), context())));
  }

  @Test
  void theAsynchronousFormIsPassedOn() throws Exception {
    assertEquals(
        "tokens-async", outcome(both.proceedAsync(token(AuthScheme.NTLM), context()).get()));
    assertEquals(
        "scheme-not-offered",
        outcome(both.proceedAsync(token(AuthScheme.BEARER), context()).get()));
  }

  @Test
  void aReviewGoesToTheOneThatOffersTheScheme() throws Exception {
    assertEquals("passwords", review(AuthScheme.BASIC));
    assertEquals("tokens", review(AuthScheme.NEGOTIATE));
  }

  @Test
  void nobodysPrincipalIsRevoked() throws Exception {
    assertEquals("scheme-not-offered", review(AuthScheme.BEARER));
  }

  private String review(AuthScheme scheme) throws Exception {
    var principal = UserPrincipal.of("1", "alice", Set.of(), scheme, Instant.EPOCH);
    var found = both.revalidate(principal, Runnable::run).toCompletableFuture().get();
    return assertInstanceOf(Revalidation.Revoked.class, found).reason().code();
  }

  @Test
  void schemesMayChangeLater() throws Exception {
    tokens.schemes = List.of(AuthScheme.NEGOTIATE);
    passwords.schemes = List.of(AuthScheme.BEARER, AuthScheme.NEGOTIATE);
    assertEquals(List.of(AuthScheme.NEGOTIATE, AuthScheme.BEARER), both.schemes());
    assertEquals("tokens", outcome(both.proceed(token(AuthScheme.NEGOTIATE), context())));
    assertEquals("passwords", outcome(both.proceed(token(AuthScheme.BEARER), context())));
  }

  @Test
  void twoOwnersOfASchemeAreAMistake() {
    var e =
        assertThrows(
            ConfigurationException.class,
            () -> Authenticators.combine(tokens, new Named("x", AuthScheme.of("ntlm"))));
    assertTrue(String.valueOf(e.getMessage()).contains("NTLM"));
    assertThrows(ConfigurationException.class, Authenticators::combine);
  }

  @Test
  void oneIsEnough() {
    assertEquals(List.of(AuthScheme.BASIC), Authenticators.combine(passwords).schemes());
  }

  private static Credential token(AuthScheme scheme) {
    return new Credential.SecurityToken(scheme, new byte[1]);
  }

  /** Refuses everything with its own name as the reason. */
  private static final class Named implements Authenticator {
    private final String name;
    private List<AuthScheme> schemes;

    Named(String name, AuthScheme... schemes) {
      this.name = name;
      this.schemes = new ArrayList<>(List.of(schemes));
    }

    @Override
    public List<AuthScheme> schemes() {
      return schemes;
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
      return AuthenticationResult.rejected(new RejectReason(name, ""));
    }

    @Override
    public CompletableFuture<AuthenticationResult> proceedAsync(
        Credential credential, AuthenticationContext context) {
      return CompletableFuture.completedFuture(
          AuthenticationResult.rejected(new RejectReason(name + "-async", "")));
    }

    @Override
    public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
      return CompletableFuture.completedFuture(
          new Revalidation.Revoked(new RejectReason(name, "")));
    }
  }
}
