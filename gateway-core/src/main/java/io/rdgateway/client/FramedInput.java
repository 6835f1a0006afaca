/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The payload of frames that follow each other, as one byte stream. */
abstract class FramedInput extends InputStream {
  /** What {@link #nextFrame} answers when no frame follows. */
  static final long END = -1;

  private final InputStream in;
  private final String frame;
  private long left;
  private boolean ended;

  /**
   * Takes the frames off a stream.
   *
   * @param frame what a frame is called in the message of an error
   */
  FramedInput(InputStream in, String frame) {
    this.in = in;
    this.frame = frame;
  }

  /** Reads up to the payload of the next frame; its length, which may be 0, or {@link #END}. */
  abstract long nextFrame() throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public final int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (left == 0 && !ended) {
      long next = nextFrame();
      ended = next == END;
      left = Math.max(0, next);
    }
    if (ended) {
      return -1;
    }
    int count = in.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw truncated();
    }
    left -= count;
    return count;
  }

  final EOFException truncated() {
    return new EOFException("the gateway closed the connection within a " + frame);
  }
}
