/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;

/** Sends small messages and takes the time until each is back. */
final class EchoRole extends Role {
  /** Whoever owes more than this has failed. */
  private static final int MAX_OUTSTANDING = 1024;

  private final Counters counters;
  private final ByteBuf message;
  private final int dataBytes;
  private final long[] sentAt = new long[MAX_OUTSTANDING];
  private long sent;
  private long back;
  private int partial;

  /**
   * A role.
   *
   * @param message carries {@code dataBytes}
   */
  EchoRole(Counters counters, ByteBuf message, int dataBytes) {
    super(Target.ECHO);
    this.counters = counters;
    this.message = message;
    this.dataBytes = dataBytes;
  }

  /** Sends one. */
  void beat() {
    if (tunnel().isOver()) {
      return;
    }
    if (sent - back == MAX_OUTSTANDING) {
      tunnel().fail(MAX_OUTSTANDING + " echoes have not come back");
      return;
    }
    sentAt[(int) (sent++ % MAX_OUTSTANDING)] = System.nanoTime();
    tunnel().send(message);
    tunnel().flush();
  }

  @Override
  void data(int bytes) {
    partial += bytes;
    while (partial >= dataBytes && back < sent) {
      partial -= dataBytes;
      counters.done(System.nanoTime() - sentAt[(int) (back++ % MAX_OUTSTANDING)]);
    }
    if (partial >= dataBytes) {
      tunnel().fail("more came back than was sent");
    }
  }
}
