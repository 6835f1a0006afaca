/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What one tunnel of a {@link Fleet} does. */
class Role implements Tunnel.User {
  private final byte kind;
  private @Nullable Fleet fleet;
  private @Nullable Tunnel tunnel;
  private boolean ready;

  /**
   * A role that does nothing.
   *
   * @param kind what the target shall do
   */
  Role(byte kind) {
    this.kind = kind;
  }

  final void join(Fleet owner) {
    fleet = owner;
  }

  final Tunnel tunnel() {
    if (tunnel == null) {
      throw new IllegalStateException("not open yet");
    }
    return tunnel;
  }

  private Fleet fleet() {
    if (fleet == null) {
      throw new IllegalStateException("in no fleet");
    }
    return fleet;
  }

  /** The fleet is complete: begins. */
  void start() {}

  /** Bytes of the host. */
  void data(int bytes) {}

  @Override
  public final void opened(Tunnel open) {
    tunnel = open;
    ByteBuf first = open.framing().message(new byte[] {kind});
    open.send(first);
    open.flush();
    first.release();
  }

  @Override
  public final void received(Tunnel from, int bytes) {
    if (ready) {
      data(bytes);
      return;
    }
    ready = true;
    fleet().ready(this);
    if (bytes > 1) {
      data(bytes - 1);
    }
  }

  @Override
  public void writable(Tunnel open) {}

  @Override
  public final void failed(Tunnel broken, String why) {
    fleet().failed(why);
  }
}
