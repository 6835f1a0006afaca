/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.auth.der.DerException;
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
import org.jspecify.annotations.Nullable;

/**
 * Accepts sign-ins under the scheme Negotiate: SPNEGO, from whose list the client's first mechanism
 * that is served is taken, and each mechanism without SPNEGO around it.
 *
 * <p>When the client does not get its first choice, it has to confirm its list by a signature
 * (mechListMIC), so that nobody in between can talk both sides down to a weaker mechanism.
 *
 * <p>Refusals carry the mechanism's reason, {@code malformed}, {@code unsupported-token}, {@code
 * negotiate-not-begun}, {@code negotiate-no-mechanism}, {@code negotiate-given-up}, {@code
 * negotiate-no-mic} or {@code negotiate-wrong-mic}; the last two speak of an attack. A mechanism
 * may tell the client of its reason, as Kerberos does of a wrong clock.
 */
public final class NegotiateAuthenticator implements Authenticator {
  /** Kerberos tickets with hundreds of groups are below this. */
  private static final int MAX_TOKEN_BYTES = 64 << 10;

  private final List<Mechanism> mechanisms;

  private NegotiateAuthenticator(List<Mechanism> mechanisms) {
    this.mechanisms = mechanisms;
  }

  /**
   * Serves some mechanisms. Their order means nothing: the client's does.
   *
   * @param mechanisms at least one, each with a scheme of its own
   * @return the authenticator
   * @throws ConfigurationException if there is none, or two have the same scheme
   */
  public static NegotiateAuthenticator of(Mechanism... mechanisms) {
    Set<AuthScheme> seen = new HashSet<>();
    for (Mechanism mechanism : mechanisms) {
      if (!seen.add(mechanism.scheme())) {
        throw new ConfigurationException(
            "Two mechanisms under Negotiate both prove users by "
                + mechanism.scheme()
                + "; name one of them.");
      }
    }
    if (mechanisms.length == 0) {
      throw new ConfigurationException("Name at least one mechanism to serve under Negotiate.");
    }
    return new NegotiateAuthenticator(List.of(mechanisms));
  }

  @Override
  public List<AuthScheme> schemes() {
    return List.of(AuthScheme.NEGOTIATE);
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    if (!(credential instanceof Credential.SecurityToken securityToken)) {
      return AuthenticationResult.rejected(
          RejectReason.MALFORMED.because("Negotiate takes security tokens"));
    }
    byte[] token = securityToken.token();
    if (token.length > MAX_TOKEN_BYTES) {
      return AuthenticationResult.rejected(
          RejectReason.MALFORMED.because("the token is longer than 64 KiB"));
    }
    for (Mechanism mechanism : mechanisms) {
      if (mechanism.claims(token)) {
        return new BareExchange(this, mechanism).proceed(credential, context);
      }
    }
    if (NegTokenResp.isOne(token)) {
      return AuthenticationResult.rejected(NegotiateRejects.NOT_BEGUN);
    }
    try {
      return GssToken.isFramed(token)
          ? negotiate(GssToken.parse(token), context)
          : AuthenticationResult.rejected(NegotiateRejects.UNSUPPORTED_TOKEN);
    } catch (DerException e) {
      return AuthenticationResult.rejected(malformed(e));
    }
  }

  private AuthenticationResult negotiate(GssToken token, AuthenticationContext context)
      throws Exception {
    if (!token.mechanism().equals(MechanismOid.SPNEGO)) {
      return AuthenticationResult.rejected(NegotiateRejects.UNSUPPORTED_TOKEN);
    }
    var init = NegTokenInit.parse(token.body());
    for (MechanismOid oid : init.mechanisms()) {
      Mechanism mechanism = named(oid);
      if (mechanism != null) {
        // Both names of Kerberos mean the same, so a token for the first serves the second.
        boolean preferred = mechanism.names().contains(init.mechanisms().get(0));
        return new SpnegoExchange(this, init, oid, preferred, mechanism.start())
            .begin(init, context);
      }
    }
    return AuthenticationResult.rejected(
        NegotiateRejects.NO_COMMON_MECHANISM.because(
            "none of the client's mechanisms is served here: " + init.mechanisms()));
  }

  private @Nullable Mechanism named(MechanismOid oid) {
    return mechanisms.stream()
        .filter(mechanism -> mechanism.names().contains(oid))
        .findFirst()
        .orElse(null);
  }

  static RejectReason malformed(DerException e) {
    return RejectReason.MALFORMED.because("the SPNEGO token is malformed: " + e.getMessage());
  }

  @Override
  public boolean reviews(AuthScheme scheme) {
    return mechanisms.stream().anyMatch(mechanism -> mechanism.scheme().equals(scheme));
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    Optional<Mechanism> owner =
        mechanisms.stream()
            .filter(mechanism -> mechanism.scheme().equals(principal.scheme()))
            .findFirst();
    return owner.isPresent()
        ? owner.get().revalidate(principal, blocking)
        : CompletableFuture.completedFuture(
            new Revalidation.Revoked(
                NegotiateRejects.NO_COMMON_MECHANISM.because(
                    "the user's mechanism is not served any more")));
  }
}
