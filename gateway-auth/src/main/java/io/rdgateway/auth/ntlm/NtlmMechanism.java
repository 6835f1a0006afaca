/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.negotiate.Mechanism;
import io.rdgateway.auth.negotiate.MechanismExchange;
import io.rdgateway.auth.negotiate.MechanismOid;
import io.rdgateway.auth.negotiate.MechanismResult;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** NTLM under Negotiate: bare, or inside SPNEGO. */
final class NtlmMechanism implements Mechanism {
  private final NtlmAuthenticator acceptor;

  NtlmMechanism(NtlmAuthenticator acceptor) {
    this.acceptor = acceptor;
  }

  @Override
  public List<MechanismOid> names() {
    return List.of(MechanismOid.NTLM);
  }

  @Override
  public AuthScheme scheme() {
    return AuthScheme.NTLM;
  }

  @Override
  public boolean claims(byte[] token) {
    return MessageReader.isNtlm(token);
  }

  @Override
  public MechanismExchange start() {
    return new Exchange();
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return acceptor.revalidate(principal, blocking);
  }

  /** A challenge, and its answer; a client that begins anew gets a new challenge. */
  private final class Exchange implements MechanismExchange {
    private @Nullable NtlmChallengeStep pending;

    @Override
    public Optional<String> claimedUser(byte[] token) {
      return pending == null ? Optional.empty() : AuthenticateMessage.claimedUser(token);
    }

    @Override
    public MechanismResult accept(byte[] token, AuthenticationContext context) throws Exception {
      NtlmChallengeStep step = pending;
      pending = null;
      try {
        if (MessageReader.typeOf(token) != AuthenticateMessage.TYPE) {
          pending = acceptor.challenge(AuthScheme.NTLM, token);
          return new MechanismResult.Continue(pending.challenge());
        }
        if (step == null) {
          throw new RefusedException(NtlmRejects.NO_CHALLENGE);
        }
        NtlmSession session = step.judge(token, context);
        return new MechanismResult.Complete(
            session.principal(), null, new NtlmMessageIntegrity(session));
      } catch (RefusedException e) {
        return new MechanismResult.Refused(e.reason(), null);
      }
    }
  }
}
