/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.rdgateway.protocol.HttpPacket;
import java.io.IOException;

/** Through a gateway: a request, the packets that open a channel, then data. */
abstract class GatewayTunnel extends Tunnel implements ServerPackets.Sink {
  private final Requests requests;
  private final GatewayDialog dialog;
  private final ResponseHead head;
  private final ServerPackets packets;
  private boolean answered;

  GatewayTunnel(User user, Server server, ResponseHead head, boolean frames) {
    super(user);
    requests = new Requests(server);
    dialog = new GatewayDialog(server);
    this.head = head;
    packets = new ServerPackets(frames, this);
  }

  /** The gateway has answered the request of this connection. */
  abstract void answered();

  final Requests requests() {
    return requests;
  }

  /** The transport is open in both directions. */
  final void begin() {
    sendPacket(dialog.first());
  }

  private void sendPacket(HttpPacket packet) {
    writing().writeAndFlush(framing().around(packet.encode()), writing().voidPromise());
  }

  @Override
  final void read(ByteBuf bytes) throws IOException {
    if (!answered) {
      answered = head.feed(bytes);
      if (!answered) {
        return;
      }
      answered();
    }
    packets.feed(bytes);
  }

  @Override
  public final void control(int type, byte[] body) throws IOException {
    boolean before = dialog.isOpen();
    HttpPacket next = dialog.answered(type, body);
    if (next != null) {
      sendPacket(next);
    }
    if (!before && dialog.isOpen()) {
      user().opened(this);
    }
  }

  @Override
  public final void data(int bytes) {
    user().received(this, bytes);
  }
}
