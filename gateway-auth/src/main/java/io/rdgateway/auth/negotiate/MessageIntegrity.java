/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

/** GSS_GetMIC and GSS_VerifyMIC (RFC 2743, section 2.3) with the key of one sign-in. */
public interface MessageIntegrity {

  /**
   * Signs a message to the client.
   *
   * @param message any bytes
   * @return the signature
   * @throws Exception if the mechanism fails: a refusal
   */
  byte[] sign(byte[] message) throws Exception;

  /**
   * Checks the client's signature, in constant time.
   *
   * @param message what it should cover
   * @param mic as received
   * @return whether it is the client's
   * @throws Exception if the mechanism fails: a refusal
   */
  boolean verifies(byte[] message, byte[] mic) throws Exception;
}
