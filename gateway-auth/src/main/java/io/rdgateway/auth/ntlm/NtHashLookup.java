/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.RejectReason;

/** What an {@link NtHashSource} found. */
public sealed interface NtHashLookup {

  /**
   * An account that may sign in by NTLM.
   *
   * @param identity whose it is
   * @param hash what the proof is checked with
   */
  record Found(Identity identity, NtHash hash) implements NtHashLookup {}

  /**
   * No such account, or one that may not sign in, or not by NTLM.
   *
   * @param reason for the event; the client never learns it
   */
  record Missing(RejectReason reason) implements NtHashLookup {}
}
