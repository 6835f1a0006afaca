/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.basic;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.RejectReason;

/** What a {@link PasswordVerifier} found out. */
public sealed interface PasswordOutcome {

  /**
   * The password is right and the account may sign in.
   *
   * @param identity whose it is
   */
  record Verified(Identity identity) implements PasswordOutcome {}

  /**
   * The sign-in is refused.
   *
   * @param reason for the event; the client never learns it
   */
  record Refused(RejectReason reason) implements PasswordOutcome {}
}
