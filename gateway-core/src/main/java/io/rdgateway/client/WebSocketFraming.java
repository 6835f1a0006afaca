/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** One masked binary message for each packet (RFC 6455, section 5). */
final class WebSocketFraming implements Framing {
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PONG = 0xA;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final byte[] NORMAL_CLOSURE = {0x03, (byte) 0xE8};

  /** Masks are drawn in bulk: one at a time would cost a lock of the system's source each. */
  private final SecureRandom random = new SecureRandom();

  private final ByteBuffer masks = ByteBuffer.allocate(1024).limit(0);

  @Override
  public void write(byte[] buffer, int length, OutputStream out) throws IOException {
    frame(BINARY, buffer, length, out);
  }

  /** A control frame; the payload has at most 125 bytes. */
  void control(int opcode, byte[] payload, OutputStream out) throws IOException {
    byte[] buffer = new byte[HEAD_ROOM + payload.length];
    System.arraycopy(payload, 0, buffer, HEAD_ROOM, payload.length);
    frame(opcode, buffer, payload.length, out);
  }

  @Override
  public void end(OutputStream out) throws IOException {
    control(CLOSE, NORMAL_CLOSURE, out);
  }

  private void frame(int opcode, byte[] buffer, int length, OutputStream out) throws IOException {
    int mask = nextMask();
    ByteBuffer bytes = ByteBuffer.wrap(buffer);
    int headSize = length < 126 ? 6 : length < 0x10000 ? 8 : 14;
    int start = HEAD_ROOM - headSize;
    bytes.position(start);
    bytes.put((byte) (FIN | opcode));
    if (headSize == 6) {
      bytes.put((byte) (MASKED | length));
    } else if (headSize == 8) {
      bytes.put((byte) (MASKED | 126)).putShort((short) length);
    } else {
      bytes.put((byte) (MASKED | 127)).putLong(length);
    }
    bytes.putInt(mask);
    mask(bytes, length, mask);
    out.write(buffer, start, headSize + length);
  }

  /** Exclusive or of the mask with what stands at the position. */
  private static void mask(ByteBuffer bytes, int length, int mask) {
    int at = bytes.position();
    int end = at + length;
    long wide = (mask & 0xFFFFFFFFL) << 32 | (mask & 0xFFFFFFFFL);
    for (; at + 8 <= end; at += 8) {
      bytes.putLong(at, bytes.getLong(at) ^ wide);
    }
    for (int shift = 24; at < end; at++, shift = (shift - 8) & 31) {
      bytes.put(at, (byte) (bytes.get(at) ^ mask >>> shift));
    }
  }

  private int nextMask() {
    if (masks.remaining() < 4) {
      random.nextBytes(masks.array());
      masks.clear();
    }
    return masks.getInt();
  }
}
