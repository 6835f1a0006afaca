/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.ChannelResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TunnelGrant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection policy has let a reauthentication through: CHANNEL_CREATE with the host of the
 * live tunnel is due. It is judged and answered, but nothing is connected (MS-TSGU 3.2.7.1.4).
 */
final class ExpectReauthChannel extends TunnelState {
  private final TunnelGrant grant;

  ExpectReauthChannel(HttpTunnelMachine machine, TunnelGrant grant, long now) {
    super(machine, Ticks.after(now, machine.limits().channelTime()));
    this.grant = grant;
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    if (!(packet instanceof ChannelCreate create)) {
      machine.wrongState(packet, ResultCode.INTERNAL_ERROR, now);
      return;
    }
    List<String> names = ExpectChannelCreate.normalised(create);
    machine.become(new Answer(machine));
    machine
        .actions
        .reauthentication()
        .authorizeResource(machine.principal(), grant, names, create.port());
  }

  @Override
  public String toString() {
    return "CHANNEL_CREATE of a reauthentication is due";
  }

  /** The resource policy is deciding, then the live tunnel takes the new terms over. */
  static final class Answer extends Waiting {

    Answer(HttpTunnelMachine machine) {
      super(machine);
    }

    /** Null if all is well. */
    void onResult(@Nullable DenyReason refusal, long now) {
      if (refusal == null) {
        machine.send(new ChannelResponse(ResultCode.SUCCESS, 1, null, null), now);
        machine.become(new ReauthDone(machine, now));
      } else {
        machine.actions.reauthentication().refused(refusal);
        machine.refuse(PacketType.CHANNEL_CREATE, Refusals.channelDenied(refusal.code()), now);
        machine.finish(CloseReason.of(CloseReason.Kind.NOT_AUTHORIZED, refusal.explanation()));
      }
    }
  }
}
