/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.io.IOException;

/** No server gave an answer. The message says why, for the administrator. */
final class RadiusException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean asked;

  RadiusException(String message) {
    this(message, false);
  }

  /**
   * No answer.
   *
   * @param asked whether a server had its whole time, so that it may have asked the user
   */
  RadiusException(String message, boolean asked) {
    super(message);
    this.asked = asked;
  }

  boolean asked() {
    return asked;
  }
}
