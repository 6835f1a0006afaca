/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.TunnelGrant;

/**
 * TUNNEL_CREATE on a connection that reauthenticates a live tunnel (MS-TSGU 3.2.7.1.4). There is no
 * admission, since no tunnel comes of it, and no consent message: the user agreed when the tunnel
 * was opened.
 */
final class ReauthTunnelCreate {
  private ReauthTunnelCreate() {}

  /** Whether the context names a tunnel that waits; if not, the connection is refused and ends. */
  static boolean isOffered(HttpTunnelMachine machine, long context, long now) {
    if (machine.actions.reauthentication().isOffered(context)) {
      return true;
    }
    machine.refuse(PacketType.TUNNEL_CREATE, ResultCode.INTERNAL_ERROR, now);
    machine.finish(
        HttpTunnelMachine.protocolError("there is no tunnel that waits for this reauthentication"));
    return false;
  }

  /** The user of the connection has signed in. */
  static void accept(HttpTunnelMachine machine, Capabilities negotiated, long context, long now) {
    ReauthActions actions = machine.actions.reauthentication();
    if (!isOffered(machine, context, now)) {
      return;
    }
    TunnelGrant current = actions.claim(context, machine.principal());
    if (current == null) {
      machine.refuse(PacketType.TUNNEL_CREATE, ResultCode.ACCESS_DENIED, now);
      machine.finish(
          CloseReason.of(
              CloseReason.Kind.NOT_AUTHORIZED, "the tunnel is not one of the user's own"));
      return;
    }
    actions.advance(ReauthStatus.AUTHENTICATED);
    machine.setCapabilities(negotiated);
    machine.send(
        new TunnelResponse(
            0, ResultCode.SUCCESS, machine.opening.tunnelId(), negotiated.bits(), null, null),
        now);
    machine.become(
        new ExpectTunnelAuth(machine, current, Ticks.after(now, machine.limits().tunnelTime())));
  }
}
