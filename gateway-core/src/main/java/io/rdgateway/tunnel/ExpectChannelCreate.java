/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.ResultCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tunnel is authorized and has no channel: CHANNEL_CREATE is due (MS-TSGU 3.3.5.4). */
final class ExpectChannelCreate extends TunnelState {
  private final int lastChannelId;

  ExpectChannelCreate(HttpTunnelMachine machine, int lastChannelId, long now) {
    super(machine, Ticks.after(now, machine.limits().channelTime()));
    this.lastChannelId = lastChannelId;
  }

  @Override
  void onPacket(HttpPacket packet, long now) {
    if (packet instanceof ChannelCreate create) {
      create(create, now);
    } else if (packet instanceof CloseChannel) {
      machine.send(new CloseChannelResponse(ResultCode.SUCCESS), now);
    } else if (!(packet instanceof CloseChannelResponse)) {
      machine.wrongState(packet, ResultCode.INTERNAL_ERROR, now);
    }
  }

  private void create(ChannelCreate create, long now) {
    int channelId = lastChannelId + 1;
    if (channelId > machine.limits().maxChannelAttempts()) {
      machine.refuse(create.type(), ResultCode.MAX_CONNECTIONS, now);
      machine.finish(
          HttpTunnelMachine.protocolError(
              "more than " + machine.limits().maxChannelAttempts() + " channels were asked for"));
      return;
    }
    List<String> names = normalised(create);
    machine.become(new Answer(machine, channelId));
    if (names.isEmpty()) {
      machine.channelRefused(ResultCode.CONNECT_FAILED, now);
    } else {
      machine.actions.openChannel(machine.principal(), names, create.port());
    }
  }

  /** All the names that can name a host, each once, in the client's order. */
  static List<String> normalised(ChannelCreate create) {
    Set<String> names = new LinkedHashSet<>();
    List<String> asked = new ArrayList<>(create.resources());
    asked.addAll(create.alternates());
    for (String name : asked) {
      String normalised = ResourceName.normalise(name);
      if (normalised != null) {
        names.add(normalised);
      }
    }
    return List.copyOf(names);
  }

  @Override
  public String toString() {
    return "CHANNEL_CREATE is due";
  }

  /** The host is being resolved, authorized and connected. */
  static final class Answer extends Waiting {
    private final int channelId;

    Answer(HttpTunnelMachine machine, int channelId) {
      super(machine);
      this.channelId = channelId;
    }

    int channelId() {
      return channelId;
    }
  }
}
