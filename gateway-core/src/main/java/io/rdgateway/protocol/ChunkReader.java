/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.ByteBuffer;

/**
 * Reads the chunked coding of RDG_IN_DATA (RFC 9112, section 7.1) in place and strictly: no bare
 * LF, no sign, no white space before the size, no trailer fields.
 */
public final class ChunkReader implements PayloadReader {
  private static final int MAX_SIZE_DIGITS = 7; // 256 MiB less one byte, far above any packet
  private static final int MAX_EXTENSION = 256;

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    END_CR,
    END_LF,
    ENDED
  }

  private State state = State.SIZE;
  private int size;
  private int digits;
  private int extension;

  @Override
  public boolean feed(ByteBuffer in, Sink sink) throws FramingException, WireFormatException {
    while (in.hasRemaining()) {
      if (state != State.DATA) {
        step(in.get() & 0xFF, sink);
        continue;
      }
      int limit = in.limit();
      int start = in.position();
      in.limit(start + Math.min(size, in.remaining()));
      boolean goOn = sink.payload(in);
      size -= in.position() - start;
      in.limit(limit);
      if (size == 0) {
        state = State.DATA_CR;
      }
      if (!goOn) {
        return false;
      }
    }
    return true;
  }

  private void step(int b, Sink sink) throws FramingException {
    switch (state) {
      case SIZE -> size(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> {
        expect(b == '\n', "the size of a chunk ends without CRLF");
        state = size == 0 ? State.END_CR : State.DATA;
        digits = 0;
        extension = 0;
      }
      case DATA_CR -> next(b == '\r', State.DATA_LF, "a chunk is longer than its size");
      case DATA_LF -> next(b == '\n', State.SIZE, "a chunk ends without CRLF");
      case END_CR -> next(b == '\r', State.END_LF, "the last chunk has trailer fields");
      case END_LF -> {
        next(b == '\n', State.ENDED, "the last chunk ends without CRLF");
        sink.end();
      }
      case ENDED -> throw new FramingException(0, "bytes follow the last chunk");
      case DATA -> throw new IllegalStateException("data is not read byte by byte");
    }
  }

  private void size(int b) throws FramingException {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      digits++;
      expect(
          digits <= MAX_SIZE_DIGITS,
          "the size of a chunk has more than " + MAX_SIZE_DIGITS + " digits");
      size = size << 4 | digit;
      return;
    }
    expect(digits > 0, "a chunk starts without a size");
    expect(b == '\r' || b == ';', "the size of a chunk is not a hexadecimal number");
    state = b == '\r' ? State.SIZE_LF : State.EXTENSION;
  }

  private void extension(int b) throws FramingException {
    if (b == '\r') {
      state = State.SIZE_LF;
      return;
    }
    expect(b == '\t' || (b >= ' ' && b != 0x7F), "a chunk extension has a control character");
    expect(
        ++extension <= MAX_EXTENSION,
        "a chunk extension has more than " + MAX_EXTENSION + " bytes");
  }

  private void next(boolean condition, State then, String message) throws FramingException {
    expect(condition, message);
    state = then;
  }

  private static void expect(boolean condition, String message) throws FramingException {
    if (!condition) {
      throw new FramingException(0, message);
    }
  }
}
