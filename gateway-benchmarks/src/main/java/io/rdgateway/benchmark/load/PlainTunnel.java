/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;

/** Through a TLS proxy: open as soon as TLS is up. */
final class PlainTunnel extends Tunnel {
  PlainTunnel(User user) {
    super(user);
  }

  @Override
  Framing framing() {
    return Framing.NONE;
  }

  @Override
  void secured() {
    user().opened(this);
  }

  @Override
  void read(ByteBuf bytes) {
    user().received(this, bytes.readableBytes());
  }
}
