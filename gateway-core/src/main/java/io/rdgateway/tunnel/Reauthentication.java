/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.TunnelGrant;

/**
 * A live tunnel has asked its client to sign in again on another connection and waits for it
 * (MS-TSGU 3.2.7.1.4).
 */
final class Reauthentication {
  private final long context;
  private final long deadline;
  private ReauthStatus status = ReauthStatus.NONE;

  Reauthentication(long context, long deadline) {
    this.context = context;
    this.deadline = deadline;
  }

  /** Whether this is what a connection that brings the context is for, and not an earlier one. */
  boolean isNamed(long otherContext) {
    return context == otherContext;
  }

  void advance(ReauthStatus reached) {
    status = reached;
  }

  long deadline() {
    return deadline;
  }

  CloseReason failure() {
    return CloseReason.of(
        CloseReason.Kind.REAUTHENTICATION_FAILED, "reauthentication: " + explanation(status));
  }

  ResultCode closeCode(Capabilities capabilities) {
    return capabilities.has(Capabilities.IDLE_TIMEOUT)
        ? closeCode(status)
        : ResultCode.CLOSE_CONNECTION_ABORTED;
  }

  private static ResultCode closeCode(ReauthStatus status) {
    return switch (status) {
      case NONE -> ResultCode.CLOSE_REAUTH_AUTHN_FAILED;
      case AUTHENTICATED -> ResultCode.CLOSE_REAUTH_CAP_FAILED;
      case QUARANTINED -> ResultCode.CLOSE_REAUTH_NAP_FAILED;
      case USER_AUTHORIZED -> ResultCode.CLOSE_REAUTH_RAP_FAILED;
    };
  }

  private static String explanation(ReauthStatus status) {
    return switch (status) {
      case NONE -> "the user did not sign in again";
      case AUTHENTICATED -> "the connection policy did not allow the tunnel again";
      case QUARANTINED -> "the client's state of health was refused";
      case USER_AUTHORIZED -> "the resource policy did not allow the host again";
    };
  }

  /**
   * What holds after a reauthentication: the new terms, but the old redirections. The client heard
   * of those when it connected, and nothing in the protocol changes them later.
   */
  static TunnelGrant inForce(TunnelGrant old, TunnelGrant renewed) {
    return new TunnelGrant(
        old.disabledRedirections(),
        renewed.idleTimeout(),
        renewed.sessionTimeout(),
        renewed.reauthenticateAtTimeout(),
        renewed.attributes());
  }
}
