/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

/** Through a gateway over WebSocket. */
final class WebSocketTunnel extends GatewayTunnel {
  private static final int SWITCHING_PROTOCOLS = 101;

  WebSocketTunnel(User user, Server server) {
    super(user, server, new ResponseHead(SWITCHING_PROTOCOLS, 0), true);
  }

  @Override
  Framing framing() {
    return Framing.FRAMES;
  }

  @Override
  void secured() {
    channel().writeAndFlush(requests().upgrade(), channel().voidPromise());
  }

  @Override
  void answered() {
    begin();
  }
}
