/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;

/** Sends the same message without a pause. */
final class SinkRole extends Role {
  /** So many leave with one call of the system. */
  private static final int BURST = 8;

  private final ByteBuf message;
  private boolean started;

  SinkRole(ByteBuf message) {
    super(Target.SINK);
    this.message = message;
  }

  @Override
  void start() {
    started = true;
    pour(tunnel());
  }

  @Override
  public void writable(Tunnel open) {
    if (started) {
      pour(open);
    }
  }

  private void pour(Tunnel open) {
    while (!open.isOver() && open.isWritable()) {
      for (int i = 0; i < BURST; i++) {
        open.send(message);
      }
      open.flush();
    }
  }
}
