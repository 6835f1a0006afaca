/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

/**
 * What becomes of a certificate whose authority cannot be heard about it: no answer, a stale or
 * wrong one, or no place in the certificate that says whom to ask.
 */
public enum Revocation {
  /** Refused: nobody whose certificate may have been revoked gets in. */
  FAIL_CLOSED,

  /**
   * Accepted. Whoever can keep the gateway from reaching the authority gets in with a certificate
   * that was revoked.
   */
  INSECURE_FAIL_OPEN,

  /** Nobody is asked: a certificate is good until it ends. */
  INSECURE_OFF
}
