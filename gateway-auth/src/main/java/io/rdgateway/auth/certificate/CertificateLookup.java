/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.RejectReason;

/** What the owner of a name in a certificate is. */
public sealed interface CertificateLookup {

  /**
   * An account that may sign in.
   *
   * @param identity whose it is
   */
  record Found(Identity identity) implements CertificateLookup {}

  /**
   * No such account, or one that may not sign in, or not by a certificate.
   *
   * @param reason for the event; the client never learns it
   */
  record Missing(RejectReason reason) implements CertificateLookup {}
}
