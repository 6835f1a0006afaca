/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.FactorResult;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.SecondFactor;
import io.rdgateway.spi.TunnelRequest;
import java.util.Set;

/**
 * Lets users with a token open a tunnel only if they have shown a code with their password: no
 * client can be asked for one later. Who comes by NTLM, Kerberos or anything else without a
 * password in clear text is refused with that reason. Users without a token are let through:
 * whether they may come in without one is for the policy in front of it, by their groups for
 * example.
 */
public final class TotpFactor implements SecondFactor {
  private final Totp totp;
  private final Set<AuthScheme> asking;

  /**
   * A factor for the users of these tokens.
   *
   * @param totp knows who has a token
   */
  public TotpFactor(Totp totp) {
    this(totp, Set.of());
  }

  /**
   * The same where some schemes need no second look.
   *
   * @param totp knows who has a token
   * @param asking schemes whose sign-in asks for the code itself, such as {@link AuthScheme#PAA}
   *     where the page that hands out the tokens does
   */
  public TotpFactor(Totp totp, Set<AuthScheme> asking) {
    this.totp = totp;
    this.asking = Set.copyOf(asking);
  }

  @Override
  public FactorResult ask(TunnelRequest request) throws Exception {
    if (TotpPasswordVerifier.isMarked(request.principal())
        || asking.contains(request.principal().scheme())
        || !totp.isEnrolled(request.principal().id())) {
      return new FactorResult.Approved();
    }
    return new FactorResult.Refused(
        new RejectReason(
            "code-needs-password",
            "the user has a token, but signed in by "
                + request.principal().scheme()
                + ", which carries no one-time code; it needs Basic with the code behind the"
                + " password"));
  }
}
