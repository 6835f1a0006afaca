/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.negotiate;

import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** What a mechanism makes of a token. */
public sealed interface MechanismResult {

  /**
   * The client has to answer.
   *
   * @param token for the client
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Continue(byte[] token) implements MechanismResult {}

  /**
   * The client is who it says.
   *
   * @param principal who signed in
   * @param token the last one, for the client; null if the client sent the last one
   * @param integrity protects messages by the key that both sides now have
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Complete(UserPrincipal principal, byte @Nullable [] token, MessageIntegrity integrity)
      implements MechanismResult {}

  /**
   * The client is refused.
   *
   * @param reason for the event
   * @param token the mechanism's error for the client; null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Refused(RejectReason reason, byte @Nullable [] token) implements MechanismResult {}
}
