/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.ResultCode;

/**
 * CLOSE_CHANNEL has been sent; its answer, or the end of the connection, is due. Whatever else
 * comes is thrown away.
 */
final class ClosingChannel extends TunnelState {
  private final CloseReason reason;

  /**
   * The state after CLOSE_CHANNEL. Its time starts when the packet has left: a slow client gets
   * everything before it.
   */
  ClosingChannel(HttpTunnelMachine machine, CloseReason reason, long deadline) {
    super(machine, deadline);
    this.reason = reason;
  }

  CloseReason reason() {
    return reason;
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    if (packet instanceof CloseChannel) {
      // Both sides closed at once: the client's close counts.
      machine.send(new CloseChannelResponse(ResultCode.SUCCESS), now);
      machine.finish(reason);
    } else if (packet instanceof CloseChannelResponse) {
      machine.finish(reason);
    }
  }

  @Override
  public String toString() {
    return "the answer to CLOSE_CHANNEL is due";
  }
}
