/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** Reads the head of a response, and what stands between it and the packets. */
final class ResponseHead {
  private static final int MAX = 8 << 10;

  private final String status;
  private final StringBuilder text = new StringBuilder();
  private int seedLeft;

  /**
   * Waits for a response.
   *
   * @param status what it must have
   * @param seed how many bytes follow that mean nothing
   */
  ResponseHead(int status, int seed) {
    this.status = "HTTP/1.1 " + status + " ";
    seedLeft = seed;
  }

  /** Reads up to the end of the head and the seed; true when it is there. */
  boolean feed(ByteBuf in) throws IOException {
    while (!ended() && in.isReadable()) {
      text.append((char) in.readUnsignedByte());
      if (text.length() > MAX) {
        throw new IOException("a response's head has no end");
      }
      if (ended() && text.indexOf(status) != 0) {
        throw new IOException("the gateway answered " + text.substring(0, text.indexOf("\r\n")));
      }
    }
    int seed = Math.min(seedLeft, in.readableBytes());
    in.skipBytes(seed);
    seedLeft -= seed;
    return ended() && seedLeft == 0;
  }

  private boolean ended() {
    int length = text.length();
    return length >= 4 && text.indexOf("\r\n\r\n", length - 4) >= 0;
  }
}
