/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.spi.RejectReason;

/** Ends the judgement of a message that is not good enough. */
class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RejectReason reason;

  RefusedException(RejectReason reason) {
    super(reason.explanation());
    this.reason = reason;
  }

  final RejectReason reason() {
    return reason;
  }

  static void unless(boolean good, RejectReason reason) throws RefusedException {
    if (!good) {
      throw new RefusedException(reason);
    }
  }
}
