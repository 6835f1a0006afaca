/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.Revalidator;
import io.rdgateway.spi.AuthenticationContext;

/**
 * Judges the proofs of NTLM clients: with hashes at hand, or by asking a domain controller.
 * Thread-safe; called on a hook executor.
 */
@FunctionalInterface
public interface NtlmVerifier extends Revalidator {

  /**
   * Judges a proof. May block until {@link AuthenticationContext#deadline()}. An unknown user
   * should take as long as a wrong password, or the clock tells which names exist.
   *
   * @param proof what the client sent
   * @param context where in the connection this happens
   * @return the outcome, never null
   * @throws Exception anything at all: a refusal
   */
  NtlmVerification verify(NtlmProof proof, AuthenticationContext context) throws Exception;

  /**
   * Computes with the hashes of a store.
   *
   * @param source where the hashes are
   * @return a verifier that does the same work for users that do not exist
   */
  static NtlmVerifier of(NtHashSource source) {
    return new NtHashVerifier(source);
  }
}
