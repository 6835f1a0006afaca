/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

/** What an authority says of a certificate. */
sealed interface RevocationStatus {

  /** It has not been revoked. */
  record Good() implements RevocationStatus {}

  /** It has been revoked. */
  record Revoked() implements RevocationStatus {}

  /**
   * Nobody can say.
   *
   * @param why completes "nobody can say whether the certificate has been revoked: ..."
   */
  record Unknown(String why) implements RevocationStatus {}
}
