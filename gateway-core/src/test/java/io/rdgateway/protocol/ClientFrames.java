/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

/** Writes WebSocket frames as a client does, well-formed or not. */
public final class ClientFrames {
  /** The first bytes of frames. */
  public static final int BINARY = 0x82;

  public static final int CLOSE = 0x88;
  public static final int PING = 0x89;
  public static final int PONG = 0x8A;

  private ClientFrames() {}

  /** A masked frame with its length in the shortest form. */
  public static byte[] frame(int first, int mask, byte[] payload) {
    int extra = payload.length < 126 ? 0 : payload.length < 0x10000 ? 2 : 8;
    return frame(first, extra, mask, payload);
  }

  /** A masked frame whose length has 0, 2 or 8 bytes of its own. */
  public static byte[] frame(int first, int extra, int mask, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(6 + extra + payload.length);
    out.put((byte) first);
    switch (extra) {
      case 0 -> out.put((byte) (0x80 | payload.length));
      case 2 -> out.put((byte) (0x80 | 126)).putShort((short) payload.length);
      default -> out.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    out.putInt(mask);
    for (int i = 0; i < payload.length; i++) {
      out.put((byte) (payload[i] ^ mask >>> (24 - 8 * (i % 4))));
    }
    return out.array();
  }

  /**
   * The bytes in frames of random size, some of them fragments of one message, with pings and pongs
   * between them.
   */
  public static byte[] random(Random random, byte[] payload, int largest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean continues = false;
    int at = 0;
    while (at < payload.length || continues) {
      if (random.nextInt(4) == 0) {
        byte[] control = new byte[random.nextInt(126)];
        random.nextBytes(control);
        out.writeBytes(frame(random.nextBoolean() ? PING : PONG, random.nextInt(), control));
      }
      int count = Math.min(payload.length - at, random.nextInt(largest + 1));
      byte[] part = new byte[count];
      System.arraycopy(payload, at, part, 0, count);
      at += count;
      boolean last = random.nextInt(3) > 0;
      int first = (last ? 0x80 : 0) | (continues ? 0 : 2);
      out.writeBytes(frame(first, random.nextInt(), part));
      continues = !last;
    }
    return out.toByteArray();
  }
}
