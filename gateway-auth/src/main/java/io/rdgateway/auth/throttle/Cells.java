/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which cells of a sketch a key falls into: one in each of four rows. The hash is keyed at random,
 * so nobody outside can find keys that share cells with another one. Not thread-safe.
 */
final class Cells {
  private static final int ROWS = 4;

  private final int width;
  private final Mac mac;

  /**
   * Rows of cells.
   *
   * @param width of a row, a power of two
   */
  Cells(int width) {
    this.width = width;
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** How many there are. */
  int count() {
    return ROWS * width;
  }

  int[] of(String key) {
    ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)));
    int[] cells = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      cells[row] = row * width + (hash.getInt() & (width - 1));
    }
    return cells;
  }
}
