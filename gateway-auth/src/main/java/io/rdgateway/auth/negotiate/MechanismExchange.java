/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.auth.ClaimsUser;
import io.rdgateway.spi.AuthenticationContext;
import java.util.Optional;

/** One client's conversation with a {@link Mechanism}; never used by two threads at once. */
@FunctionalInterface
public interface MechanismExchange {

  /**
   * Takes the client's next token. May block until {@link AuthenticationContext#deadline()}.
   *
   * @param token as the mechanism framed it
   * @param context where in the connection this happens
   * @return what follows; after anything but {@link MechanismResult.Continue} the exchange is over
   * @throws Exception anything at all: a refusal
   */
  MechanismResult accept(byte[] token, AuthenticationContext context) throws Exception;

  /**
   * Under which name a client tries with its next token; see {@link ClaimsUser}. A mechanism whose
   * proofs can be guessed must tell it.
   *
   * @param token that would be taken next
   * @return the name; empty, unless overridden, where it is not known before the proof is
   */
  default Optional<String> claimedUser(byte[] token) {
    return Optional.empty();
  }
}
