/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.ResultCode;

/** A reauthentication is complete; the client is to close the connection, which has no more use. */
final class ReauthDone extends TunnelState {

  ReauthDone(HttpTunnelMachine machine, long now) {
    super(machine, Ticks.after(now, machine.limits().channelTime()));
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    if (packet instanceof CloseChannel) {
      machine.send(new CloseChannelResponse(ResultCode.SUCCESS), now);
      machine.finish(
          CloseReason.of(
              CloseReason.Kind.CLIENT_CLOSED, "the client closed after the reauthentication"));
    } else {
      machine.wrongState(packet, ResultCode.INTERNAL_ERROR, now);
    }
  }

  @Override
  public String toString() {
    return "the end of a connection that has reauthenticated a tunnel is due";
  }
}
