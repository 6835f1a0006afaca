/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import java.time.Duration;

/** The end of a tunnel or channel in words. */
final class Traffic {
  private Traffic() {}

  static String text(
      long bytesFromClient, long bytesToClient, Duration duration, CloseReason reason) {
    return bytesFromClient
        + " bytes from the client, "
        + bytesToClient
        + " to it, "
        + duration.toSeconds()
        + " s, "
        + reason.kind()
        + ": "
        + Escaped.text(reason.explanation());
  }
}
