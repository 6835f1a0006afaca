/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.auth.ClaimsUser;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import java.util.Optional;

/** A mechanism without SPNEGO around it; it is answered in the same way. */
final class BareExchange implements AuthenticationStep, ClaimsUser {
  private final NegotiateAuthenticator authenticator;
  private final Mechanism mechanism;
  private final MechanismExchange exchange;

  BareExchange(NegotiateAuthenticator authenticator, Mechanism mechanism) {
    this.authenticator = authenticator;
    this.mechanism = mechanism;
    this.exchange = mechanism.start();
  }

  @Override
  public Optional<String> claimedUser(Credential credential) {
    return credential instanceof Credential.SecurityToken token && mechanism.claims(token.token())
        ? exchange.claimedUser(token.token())
        : Optional.empty();
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    if (!(credential instanceof Credential.SecurityToken token)) {
      return AuthenticationResult.rejected(
          RejectReason.MALFORMED.because("the client changed the scheme within a sign-in"));
    }
    if (!mechanism.claims(token.token())) {
      return authenticator.proceed(credential, context); // the client starts anew
    }
    MechanismResult result = exchange.accept(token.token(), context);
    if (result instanceof MechanismResult.Continue more) {
      return AuthenticationResult.challenge(more.token(), this);
    } else if (result instanceof MechanismResult.Complete complete) {
      return complete.token() == null
          ? AuthenticationResult.accepted(complete.principal())
          : AuthenticationResult.accepted(complete.principal(), complete.token());
    } else if (result instanceof MechanismResult.Refused refused) {
      return refused.token() == null
          ? AuthenticationResult.rejected(refused.reason())
          : AuthenticationResult.rejected(refused.reason(), refused.token());
    }
    return AuthenticationResult.rejected(RejectReason.HOOK_FAILED);
  }
}
