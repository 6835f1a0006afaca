/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads a client's WebSocket frames (RFC 6455, section 5) and unmasks their payload where it lies,
 * eight bytes at a time. The payload of all binary messages is one stream: some clients split
 * packets over messages.
 *
 * <pre>
 *  0               1               2               3
 *  0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * |F|R|R|R| opcode|M| length (7)  | length (16 or 64) if 126, 127 |
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * | masking key (always, from a client)   | payload ...           |
 * +---------------------------------------+-----------------------+
 * </pre>
 */
public final class WebSocketReader implements PayloadReader {
  /** Normal end. */
  public static final int CLOSE_NORMAL = 1000;

  /** The peer broke the protocol. */
  public static final int CLOSE_PROTOCOL_ERROR = 1002;

  /** A kind of data that is not accepted. */
  public static final int CLOSE_UNSUPPORTED = 1003;

  /** A frame that is too large. */
  public static final int CLOSE_TOO_BIG = 1009;

  /** An unexpected condition. */
  public static final int CLOSE_INTERNAL_ERROR = 1011;

  /**
   * No packet needs more than 64 KiB; FreeRDP's own bound is 64 MiB. The payload streams, so the
   * bound costs no memory.
   */
  private static final long MAX_FRAME = 64L << 20;

  private static final int FIN = 0b1000_0000;
  private static final int RSV = 0b0111_0000;
  private static final int OPCODE = 0b0000_1111;
  private static final int MASK = 0b1000_0000;
  private static final int LENGTH = 0b0111_1111;

  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int MAX_CONTROL = 125;

  private final byte[] head = new byte[14];
  private int headFill;
  private int headSize = 2;
  private int opcode;
  private boolean inMessage;

  private boolean inPayload;
  private long left;
  private int key;

  /**
   * How many bytes at the start of the next feed have been unmasked already, because the sink
   * paused before them.
   */
  private int unmaskedAhead;

  private byte[] control = new byte[0];
  private boolean closed;

  @Override
  public boolean feed(ByteBuffer in, Sink sink) throws FramingException, WireFormatException {
    in.order(ByteOrder.BIG_ENDIAN);
    while (in.hasRemaining()) {
      if (closed) {
        in.position(in.limit()); // nothing may follow a close frame
      } else if (!inPayload) {
        if (readHead(in)) {
          endOfPayload(sink); // for a frame without payload
        }
      } else if (opcode >= CLOSE) {
        readControl(in);
        endOfPayload(sink);
      } else {
        boolean goOn = passPayload(in, sink);
        endOfPayload(sink);
        if (!goOn) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean readHead(ByteBuffer in) throws FramingException {
    while (headFill < headSize) {
      if (!in.hasRemaining()) {
        return false;
      }
      head[headFill++] = in.get();
      if (headFill == 2) {
        checkFirstBytes();
      }
    }
    left = payloadLength();
    int k = headSize - 4;
    key = ByteBuffer.wrap(head).getInt(k);
    headFill = 0;
    headSize = 2;
    inPayload = true;
    if (opcode >= CLOSE) {
      control = new byte[0];
    }
    return true;
  }

  private void checkFirstBytes() throws FramingException {
    boolean fin = (head[0] & FIN) != 0;
    opcode = head[0] & OPCODE;
    int length = head[1] & LENGTH;
    check((head[0] & RSV) == 0, "a reserved bit is set, but no extension was negotiated");
    check((head[1] & MASK) != 0, "a frame of the client is not masked");
    if (opcode >= CLOSE) {
      check(opcode <= PONG, "unknown opcode");
      check(fin, "a control frame is fragmented");
      check(length <= MAX_CONTROL, "a control frame has more than 125 bytes");
    } else {
      if (opcode == TEXT) {
        throw new FramingException(CLOSE_UNSUPPORTED, "text frames are not accepted");
      }
      check(opcode <= BINARY, "unknown opcode");
      check(
          inMessage == (opcode == CONTINUATION),
          inMessage ? "a message starts within another" : "nothing to continue");
      inMessage = !fin;
    }
    headSize = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + 4;
  }

  private long payloadLength() throws FramingException {
    int length = head[1] & LENGTH;
    if (length < 126) {
      return length;
    }
    ByteBuffer extended = ByteBuffer.wrap(head);
    long value = length == 126 ? extended.getShort(2) & 0xFFFF : extended.getLong(2);
    check(
        value < 0 || value >= (length == 126 ? 126 : 0x10000),
        "the length of a frame is not in its shortest form");
    if (value < 0 || value > MAX_FRAME) {
      throw new FramingException(CLOSE_TOO_BIG, "a frame has more than " + MAX_FRAME + " bytes");
    }
    return value;
  }

  private static void check(boolean condition, String message) throws FramingException {
    if (!condition) {
      throw new FramingException(CLOSE_PROTOCOL_ERROR, message);
    }
  }

  private boolean passPayload(ByteBuffer in, Sink sink) throws WireFormatException {
    int start = in.position();
    int count = (int) Math.min(left, in.remaining());
    int limit = in.limit();
    unmask(in, start + unmaskedAhead, start + count);
    in.limit(start + count);
    boolean goOn = sink.payload(in);
    int taken = in.position() - start;
    in.limit(limit);
    left -= taken;
    unmaskedAhead = Math.max(count, unmaskedAhead) - taken;
    return goOn;
  }

  /** Unmasks from one index to another and turns the key so that it fits what follows. */
  private void unmask(ByteBuffer in, int from, int to) {
    int i = from;
    long wide = ((long) key << 32) | (key & 0xFFFFFFFFL);
    for (; i + 8 <= to; i += 8) {
      in.putLong(i, in.getLong(i) ^ wide);
    }
    for (; i < to; i++) {
      in.put(i, (byte) (in.get(i) ^ (key >>> 24)));
      key = Integer.rotateLeft(key, 8);
    }
  }

  private void readControl(ByteBuffer in) {
    int old = control.length;
    int count = (int) Math.min(left, in.remaining());
    int start = in.position();
    unmask(in, start, start + count);
    control = Arrays.copyOf(control, old + count);
    in.get(control, old, count);
    left -= count;
  }

  private void endOfPayload(Sink sink) throws FramingException {
    if (!inPayload || left > 0) {
      return;
    }
    inPayload = false;
    if (opcode == PING) {
      sink.ping(control);
    } else if (opcode == CLOSE) {
      check(control.length != 1, "a close frame has one byte");
      closed = true;
      sink.end();
    }
  }
}
