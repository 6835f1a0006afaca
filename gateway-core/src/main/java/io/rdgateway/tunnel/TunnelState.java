/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.protocol.HttpPacket;

/** One state of the machine of MS-TSGU 3.3.1.1, figure 14; its name says what it waits for. */
abstract class TunnelState {
  /** Never. */
  static final long NO_DEADLINE = Long.MAX_VALUE;

  final HttpTunnelMachine machine;
  private final long deadline;

  TunnelState(HttpTunnelMachine machine, long deadline) {
    this.machine = machine;
    this.deadline = deadline;
  }

  /** Takes a packet that has a meaning somewhere in the protocol, but perhaps not here. */
  abstract void onPacket(HttpPacket packet, long now);

  /** When the state has lasted too long. */
  final long deadline() {
    return deadline;
  }

  /** Whether an answer of a hook is due, so that no packet may be fed. */
  boolean isWaiting() {
    return false;
  }
}
