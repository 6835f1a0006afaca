/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Credential;
import java.util.Optional;

/**
 * A step of a sign-in that can say under which name a client tries, before it judges the proof. A
 * step that takes proofs which can be guessed, such as NTLM's answer to a challenge, should
 * implement it: only then can guesses be counted for a user who does not sign in in the end. What
 * wraps or chooses another step passes the question on.
 */
public interface ClaimsUser {

  /**
   * The name in a credential.
   *
   * @param credential what this step would judge next
   * @return the very name that the step would look up, as the client spells it; empty if this
   *     credential has none, or none that can be read before it is verified
   */
  Optional<String> claimedUser(Credential credential);

  /**
   * Asks any step.
   *
   * @param step which would judge the credential
   * @param credential a password in clear text has a name for every step
   * @return the name, if the step or the credential tells it
   */
  static Optional<String> of(AuthenticationStep step, Credential credential) {
    if (step instanceof ClaimsUser claims) {
      return claims.claimedUser(credential);
    }
    return credential instanceof Credential.Password password
        ? Optional.of(password.userName())
        : Optional.empty();
  }
}
