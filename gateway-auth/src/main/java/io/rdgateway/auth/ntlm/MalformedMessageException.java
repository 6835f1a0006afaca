/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.spi.RejectReason;

/** The bytes are no NTLM message of the expected kind. */
final class MalformedMessageException extends RefusedException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param what one sentence without any content of the message
   */
  MalformedMessageException(String what) {
    super(RejectReason.MALFORMED.because(what));
  }
}
