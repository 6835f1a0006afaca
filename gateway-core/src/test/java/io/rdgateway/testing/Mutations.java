/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils well-formed bytes the way fuzzers do. */
public final class Mutations {
  private static final int[] TELLING = {
    0, 1, 2, 3, 7, 8, 9, 10, 13, 32, 58, 59, 125, 126, 127, 128, 129, 136, 137, 254, 255
  };

  private Mutations() {}

  /** One of the seeds with one to four changes. */
  public static byte[] next(Random random, List<byte[]> seeds) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      bytes = change(random, bytes, seeds);
    }
    return bytes;
  }

  private static byte[] change(Random random, byte[] bytes, List<byte[]> seeds) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(bytes.length);
    int other = random.nextInt(bytes.length + 1);
    int from = Math.min(at, other);
    int to = Math.max(at, other);
    return switch (random.nextInt(8)) {
      case 0 -> with(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
      case 1 -> with(bytes, at, random.nextInt(256));
      case 2 -> with(bytes, at, TELLING[random.nextInt(TELLING.length)]);
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> join(bytes, from, new byte[0], bytes, to); // something falls out
      case 5 -> join(bytes, to, new byte[0], bytes, from); // a part comes twice
      case 6 -> { // something comes in
        byte[] inserted = new byte[1 + random.nextInt(6)];
        random.nextBytes(inserted);
        yield join(bytes, at, inserted, bytes, at);
      }
      default -> { // the end of another one
        byte[] tail = seeds.get(random.nextInt(seeds.size()));
        yield join(bytes, at, new byte[0], tail, random.nextInt(tail.length + 1));
      }
    };
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }

  private static byte[] join(byte[] head, int headEnd, byte[] middle, byte[] tail, int tailStart) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(head, 0, headEnd);
    out.writeBytes(middle);
    out.write(tail, tailStart, tail.length - tailStart);
    return out.toByteArray();
  }
}
