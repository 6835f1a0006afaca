/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.io.IOException;

/** No server gave an answer. The message says why, for the administrator. */
final class RadiusException extends IOException {
  private static final long serialVersionUID = 1L;

  RadiusException(String message) {
    super(message);
  }
}
