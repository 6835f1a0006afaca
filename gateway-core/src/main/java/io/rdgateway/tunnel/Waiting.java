/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.protocol.HttpPacket;

/** A question is open. The hooks have deadlines of their own, so this state has none. */
abstract class Waiting extends TunnelState {

  Waiting(HttpTunnelMachine machine) {
    super(machine, NO_DEADLINE);
  }

  @Override
  final void onPacket(HttpPacket packet, long now) {
    throw new IllegalStateException("a packet was fed while a question is open");
  }

  @Override
  final boolean isWaiting() {
    return true;
  }
}
