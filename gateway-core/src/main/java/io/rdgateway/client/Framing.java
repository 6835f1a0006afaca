/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;
import java.io.OutputStream;

/** How a transport wraps packets on the way to the gateway. */
interface Framing {
  /** Room that a packet leaves in front of itself. */
  int HEAD_ROOM = 14;

  /** Room behind it. */
  int TAIL_ROOM = 2;

  /**
   * Writes one packet with one call, so that it becomes one TLS record where it fits into one.
   *
   * @param buffer holds it behind {@link #HEAD_ROOM} bytes and before {@link #TAIL_ROOM}; its
   *     content is used up
   * @param length of the packet
   */
  void write(byte[] buffer, int length, OutputStream out) throws IOException;

  /** Writes what says that no packet follows. */
  void end(OutputStream out) throws IOException;
}
