/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.ResultCode;

/** Data flows both ways (MS-TSGU 3.3.1.1, figure 15: CREATED). */
final class ChannelOpen extends TunnelState {
  private final int channelId;

  ChannelOpen(HttpTunnelMachine machine, int channelId) {
    super(machine, NO_DEADLINE);
    this.channelId = channelId;
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    if (packet instanceof CloseChannel) {
      machine.channelClosedByClient(channelId, now);
    } else if (packet instanceof ChannelCreate) {
      // One channel for each tunnel; the one that is there stays.
      machine.refuse(packet.type(), ResultCode.INTERNAL_ERROR, now);
    } else if (!(packet instanceof CloseChannelResponse)) {
      machine.wrongState(packet, ResultCode.INTERNAL_ERROR, now);
    }
  }

  @Override
  public String toString() {
    return "a channel is open";
  }
}
