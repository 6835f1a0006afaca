/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** Writes chunks as clients do. */
public final class Chunks {
  private Chunks() {}

  /** The bytes in one chunk. */
  public static byte[] chunk(byte[] payload) {
    return chunk(Integer.toHexString(payload.length), payload);
  }

  /** The bytes behind a line that states their number. */
  static byte[] chunk(String sizeLine, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ascii(sizeLine + "\r\n"));
    out.writeBytes(payload);
    out.writeBytes(ascii("\r\n"));
    return out.toByteArray();
  }

  /** The last chunk. */
  public static byte[] last() {
    return ascii("0\r\n\r\n");
  }

  /** The bytes in chunks of random size, some of them with an extension. */
  public static byte[] random(Random random, byte[] payload, int largest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (at < payload.length) {
      int count = Math.min(payload.length - at, 1 + random.nextInt(largest));
      String size = Integer.toHexString(count);
      if (random.nextBoolean()) {
        size = size.toUpperCase(Locale.ROOT);
      }
      String extension = random.nextInt(5) == 0 ? ";name=\"a value\"" : "";
      out.writeBytes(chunk(size + extension, Arrays.copyOfRange(payload, at, at + count)));
      at += count;
    }
    return out.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
