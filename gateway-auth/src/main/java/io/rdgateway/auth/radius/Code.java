/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

/** The kinds of packets (RFC 2865, section 4; RFC 5997, section 3). */
final class Code {
  static final int ACCESS_REQUEST = 1;
  static final int ACCESS_ACCEPT = 2;
  static final int ACCESS_REJECT = 3;
  static final int ACCOUNTING_REQUEST = 4;
  static final int ACCOUNTING_RESPONSE = 5;
  static final int ACCESS_CHALLENGE = 11;
  static final int STATUS_SERVER = 12;

  private Code() {}

  /** Whether a reply of this kind can answer a request of that kind. */
  static boolean answers(int reply, int request) {
    return switch (request) {
      case ACCESS_REQUEST ->
          reply == ACCESS_ACCEPT || reply == ACCESS_REJECT || reply == ACCESS_CHALLENGE;
      case ACCOUNTING_REQUEST -> reply == ACCOUNTING_RESPONSE;
      // A server may answer at its accounting port, too.
      case STATUS_SERVER -> reply == ACCESS_ACCEPT || reply == ACCOUNTING_RESPONSE;
      default -> false;
    };
  }
}
