/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.protocol.HttpPacket;

/** The end. */
final class Closed extends TunnelState {

  Closed(HttpTunnelMachine machine) {
    super(machine, NO_DEADLINE);
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    throw new IllegalStateException("the machine lets no packet through");
  }

  @Override
  public String toString() {
    return "closed";
  }
}
