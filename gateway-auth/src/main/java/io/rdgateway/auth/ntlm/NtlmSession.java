/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.spi.UserPrincipal;

/**
 * What a good sign-in leaves behind.
 *
 * @param principal who signed in
 * @param flags what both sides chose
 * @param exportedKey ExportedSessionKey (MS-NLMP 3.1.1.1), from which keys for messages are made
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
record NtlmSession(UserPrincipal principal, NtlmFlags flags, byte[] exportedKey) {
  @Override
  public String toString() {
    return "NtlmSession[" + principal + ", exportedKey=<redacted>]";
  }
}
