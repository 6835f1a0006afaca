/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.auth.ClaimsUser;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.negotiate.NegTokenResp.State;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's negotiation (RFC 4178, section 5). A user counts as signed in only when the list of
 * mechanisms has been confirmed where it has to be.
 */
final class SpnegoExchange implements AuthenticationStep, ClaimsUser {
  private final NegotiateAuthenticator authenticator;
  private final byte[] mechTypes;
  private final MechanismOid chosen;
  private final boolean preferred;
  private final MechanismExchange exchange;

  /** The choice, until the first answer has named it. */
  private @Nullable MechanismOid unnamed;

  /** What the mechanism has found, while the client's confirmation is due. */
  private MechanismResult.@Nullable Complete unconfirmed;

  /**
   * A choice from a list.
   *
   * @param chosen as the client named it
   * @param preferred whether it is the client's first choice
   */
  SpnegoExchange(
      NegotiateAuthenticator authenticator,
      NegTokenInit init,
      MechanismOid chosen,
      boolean preferred,
      MechanismExchange exchange) {
    this.authenticator = authenticator;
    this.mechTypes = init.mechTypes();
    this.chosen = chosen;
    this.preferred = preferred;
    this.exchange = exchange;
    unnamed = chosen;
  }

  AuthenticationResult begin(NegTokenInit init, AuthenticationContext context) throws Exception {
    if (!preferred) {
      return more(State.REQUEST_MIC, null, null); // the token is for another mechanism
    }
    return init.mechToken() == null
        ? more(State.ACCEPT_INCOMPLETE, null, null)
        : feed(init.mechToken(), init.mechListMic(), context);
  }

  @Override
  public Optional<String> claimedUser(Credential credential) {
    if (unconfirmed != null || !(credential instanceof Credential.SecurityToken token)) {
      return Optional.empty();
    }
    try {
      byte[] inner = NegTokenResp.parse(token.token()).responseToken();
      return inner == null ? Optional.empty() : exchange.claimedUser(inner);
    } catch (DerException e) {
      return Optional.empty(); // refused, or the client starts anew: no proof is looked at
    }
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception {
    if (!(credential instanceof Credential.SecurityToken token)) {
      return AuthenticationResult.rejected(
          RejectReason.MALFORMED.because("the client changed the scheme within a sign-in"));
    }
    byte[] bytes = token.token();
    if (!NegTokenResp.isOne(bytes)) {
      return authenticator.proceed(credential, context); // the client starts anew
    }
    NegTokenResp answer;
    try {
      answer = NegTokenResp.parse(bytes);
    } catch (DerException e) {
      return AuthenticationResult.rejected(NegotiateAuthenticator.malformed(e));
    }
    if (answer.state() == State.REJECT) {
      return AuthenticationResult.rejected(NegotiateRejects.GIVEN_UP);
    }
    if (unconfirmed != null) {
      return confirm(unconfirmed, answer.mechListMic());
    }
    return answer.responseToken() == null
        ? AuthenticationResult.rejected(
            RejectReason.MALFORMED.because("the client's answer has no token of its mechanism"))
        : feed(answer.responseToken(), answer.mechListMic(), context);
  }

  private AuthenticationResult confirm(MechanismResult.Complete complete, byte @Nullable [] mic)
      throws Exception {
    unconfirmed = null;
    if (mic == null) {
      return AuthenticationResult.rejected(NegotiateRejects.NO_MIC);
    }
    return complete.integrity().verifies(mechTypes, mic)
        ? AuthenticationResult.accepted(complete.principal())
        : AuthenticationResult.rejected(NegotiateRejects.WRONG_MIC);
  }

  private AuthenticationResult feed(
      byte[] token, byte @Nullable [] mic, AuthenticationContext context) throws Exception {
    MechanismResult result = exchange.accept(token, context);
    if (result instanceof MechanismResult.Continue more) {
      return more(State.ACCEPT_INCOMPLETE, more.token(), null);
    } else if (result instanceof MechanismResult.Complete complete) {
      return completed(complete, mic);
    } else if (result instanceof MechanismResult.Refused refused) {
      return refused.token() == null
          ? AuthenticationResult.rejected(refused.reason())
          : AuthenticationResult.rejected(
              refused.reason(), answer(State.REJECT, refused.token(), null));
    }
    return AuthenticationResult.rejected(RejectReason.HOOK_FAILED);
  }

  private AuthenticationResult completed(MechanismResult.Complete complete, byte @Nullable [] mic)
      throws Exception {
    MessageIntegrity integrity = complete.integrity();
    if (mic != null) {
      return integrity.verifies(mechTypes, mic)
          ? AuthenticationResult.accepted(
              complete.principal(),
              answer(State.ACCEPT_COMPLETED, complete.token(), integrity.sign(mechTypes)))
          : AuthenticationResult.rejected(NegotiateRejects.WRONG_MIC);
    }
    if (preferred) {
      return AuthenticationResult.accepted(
          complete.principal(), answer(State.ACCEPT_COMPLETED, complete.token(), null));
    }
    if (complete.token() == null) {
      // The client has had all that it needs to sign its list.
      return AuthenticationResult.rejected(NegotiateRejects.NO_MIC);
    }
    unconfirmed = complete;
    return more(State.ACCEPT_INCOMPLETE, complete.token(), integrity.sign(mechTypes));
  }

  private AuthenticationResult more(State state, byte @Nullable [] token, byte @Nullable [] mic) {
    return AuthenticationResult.challenge(answer(state, token, mic), this);
  }

  private byte[] answer(State state, byte @Nullable [] token, byte @Nullable [] mic) {
    byte[] bytes = new NegTokenResp(state, unnamed, token, mic).toBytes();
    unnamed = null;
    return bytes;
  }

  @Override
  public String toString() {
    return "SpnegoExchange[" + chosen + "]";
  }
}
