/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import io.rdgateway.spi.RejectReason;

/** Ends the judgement of a certificate that is not good. */
final class CertificateRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RejectReason reason;

  CertificateRefusedException(RejectReason reason) {
    super(reason.explanation());
    this.reason = reason;
  }

  CertificateRefusedException(RejectReason reason, Throwable cause) {
    super(reason.explanation(), cause);
    this.reason = reason;
  }

  RejectReason reason() {
    return reason;
  }
}
