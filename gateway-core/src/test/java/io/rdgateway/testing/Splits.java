/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Hands bytes to a streaming reader in pieces, in heap and direct buffers, at any offset. What the
 * reader leaves unread comes again, with what it has changed in place, alone or with more bytes
 * behind it.
 */
public final class Splits {
  private static final int MARGIN = 12;
  private static final byte AROUND = (byte) 0xEE;
  private static final int MAX_IDLE_FEEDS = 1000;

  private Splits() {}

  /** Something that takes bytes off a buffer, which it must not keep. */
  @FunctionalInterface
  public interface Reader {
    /** Reads on. */
    void feed(ByteBuffer in) throws Exception;
  }

  /** A way to hand bytes over. */
  @FunctionalInterface
  public interface Way {
    /** Hands all bytes to the reader. */
    void feed(byte[] bytes, Reader reader) throws Exception;
  }

  /** Everything at once. */
  public static void whole(byte[] bytes, Reader reader) throws Exception {
    feed(bytes, reader, bytes.length, bytes.length, new Random(0));
  }

  /** One byte at a time. */
  public static void single(byte[] bytes, Reader reader) throws Exception {
    feed(bytes, reader, 1, 1, new Random(0));
  }

  /** Pieces of random size. */
  public static Way random(Random random) {
    int largest = new int[] {2, 7, 40, 300, 5000}[random.nextInt(5)];
    return (bytes, reader) -> feed(bytes, reader, 1, largest, random);
  }

  private static void feed(byte[] bytes, Reader reader, int least, int most, Random random)
      throws Exception {
    byte[] all = bytes.clone();
    int capacity = Math.min(all.length, most) + 2 * MARGIN;
    ByteBuffer heap = ByteBuffer.allocate(capacity);
    ByteBuffer direct = ByteBuffer.allocateDirect(capacity);
    int done = 0;
    int idle = 0;
    while (done < all.length) {
      int length = Math.min(all.length - done, least + random.nextInt(most - least + 1));
      ByteBuffer piece = random.nextBoolean() ? heap : direct;
      int start = random.nextInt(MARGIN);
      int end = start + length;
      piece.clear().put(start, all, done, length).put(end, AROUND).position(start).limit(end);
      reader.feed(piece);
      int taken = piece.position() - start;
      if (piece.limit() != end || taken < 0 || piece.clear().get(end) != AROUND) {
        throw new AssertionError("the reader left the bounds of its buffer");
      }
      idle = taken == 0 ? idle + 1 : 0;
      if (idle > MAX_IDLE_FEEDS) {
        throw new AssertionError("the reader takes nothing any more");
      }
      piece.get(start, all, done, length);
      done += taken;
    }
  }
}
