/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.RejectReason;

/** A JSON Web Token is refused. */
final class JwtException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RejectReason reason;

  JwtException(RejectReason reason) {
    super(reason.explanation());
    this.reason = reason;
  }

  RejectReason reason() {
    return reason;
  }
}
