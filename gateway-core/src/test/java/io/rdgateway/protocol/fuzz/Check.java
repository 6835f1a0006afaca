/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.fuzz;

import io.rdgateway.testing.Splits;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What holds for every streaming reader: the cuts change nothing. */
final class Check {

  /** Reads bytes that are handed over in a certain way and says what it found. */
  @FunctionalInterface
  interface Reading {
    List<String> read(byte[] bytes, Splits.Way way) throws Exception;
  }

  private Check() {}

  /** The random numbers that belong to these bytes, so that a finding can be repeated. */
  static Random random(byte[] data) {
    return new Random(Arrays.hashCode(data));
  }

  /**
   * Fails if the two readings differ.
   *
   * @param plain of the whole at once
   * @param tried of random pieces
   */
  static void same(byte[] data, Reading plain, Reading tried) throws Exception {
    List<String> whole = plain.read(data, Splits::whole);
    List<String> pieces = tried.read(data, Splits.random(random(data)));
    if (!whole.equals(pieces)) {
      throw new AssertionError("whole: " + whole + ", in pieces: " + pieces);
    }
  }
}
