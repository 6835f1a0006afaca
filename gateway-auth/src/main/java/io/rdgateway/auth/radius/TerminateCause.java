/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.CloseReason;

/** Acct-Terminate-Cause (RFC 2866, section 5.10; RFC 3580, section 2.1). */
final class TerminateCause {
  private static final int USER_REQUEST = 1;
  private static final int LOST_CARRIER = 2;
  private static final int LOST_SERVICE = 3;
  private static final int IDLE_TIMEOUT = 4;
  private static final int SESSION_TIMEOUT = 5;
  private static final int ADMIN_RESET = 6;
  private static final int ADMIN_REBOOT = 7;
  private static final int NAS_ERROR = 9;
  private static final int NAS_REQUEST = 10;
  private static final int USER_ERROR = 17;
  private static final int HOST_REQUEST = 18;
  private static final int REAUTHENTICATION_FAILURE = 20;

  private TerminateCause() {}

  static int of(CloseReason.Kind kind) {
    return switch (kind) {
      case CLIENT_CLOSED -> USER_REQUEST;
      case CLIENT_VANISHED, STALLED -> LOST_CARRIER;
      case HOST_CLOSED -> HOST_REQUEST;
      case HOST_FAILED -> LOST_SERVICE;
      case IDLE_TIMEOUT -> IDLE_TIMEOUT;
      case SESSION_TIMEOUT, PROOF_EXPIRED -> SESSION_TIMEOUT;
      case REAUTHENTICATION_FAILED -> REAUTHENTICATION_FAILURE;
      case ADMINISTRATOR, REVOKED, NOT_AUTHORIZED -> ADMIN_RESET;
      case GATEWAY_CLOSING -> ADMIN_REBOOT;
      case LIMIT -> NAS_REQUEST;
      case SIGN_IN_REFUSED, PROTOCOL_ERROR, TIMED_OUT -> USER_ERROR;
      case INTERNAL_ERROR -> NAS_ERROR;
    };
  }
}
