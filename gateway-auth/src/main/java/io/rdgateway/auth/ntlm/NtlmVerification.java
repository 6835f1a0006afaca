/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.RejectReason;

/** What an {@link NtlmVerifier} found out. */
public sealed interface NtlmVerification {

  /**
   * The proof is right and the account may sign in.
   *
   * @param identity whose it is
   * @param sessionBaseKey SessionBaseKey (MS-NLMP 3.3.2), 16 bytes, with which the messages are
   *     checked
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Verified(Identity identity, byte[] sessionBaseKey) implements NtlmVerification {
    /** Checks the key. */
    public Verified {
      if (sessionBaseKey.length != 16) {
        throw new IllegalArgumentException("a session key has 16 bytes");
      }
    }

    @Override
    public String toString() {
      return "Verified[" + identity + ", sessionBaseKey=<redacted>]";
    }
  }

  /**
   * The sign-in is refused.
   *
   * @param reason for the event; the client never learns it
   */
  record Refused(RejectReason reason) implements NtlmVerification {}
}
