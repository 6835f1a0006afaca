/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.spi.RejectReason;
import org.jspecify.annotations.Nullable;

/** A request that is refused, with a reason for the event and what the client is told. */
final class KerberosException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RejectReason reason;
  private final @Nullable KrbErrorCode code;

  /**
   * A refusal.
   *
   * @param code what the client is told; null for nothing
   */
  KerberosException(RejectReason reason, @Nullable KrbErrorCode code) {
    super(reason.explanation());
    this.reason = reason;
    this.code = code;
  }

  RejectReason reason() {
    return reason;
  }

  @Nullable KrbErrorCode code() {
    return code;
  }

  static void unless(boolean good, RejectReason reason, @Nullable KrbErrorCode code)
      throws KerberosException {
    if (!good) {
      throw new KerberosException(reason, code);
    }
  }
}
