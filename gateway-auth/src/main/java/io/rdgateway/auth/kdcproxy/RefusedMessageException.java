/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

/** A message that the proxy does not pass on. */
final class RefusedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param what a sentence for the administrator
   */
  RefusedMessageException(String what) {
    super(what);
  }

  static void unless(boolean good, String what) throws RefusedMessageException {
    if (!good) {
      throw new RefusedMessageException(what);
    }
  }
}
