/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import java.util.Arrays;
import java.util.Random;

/** Damages messages at random, in the same way for the same seed. */
public final class Mutations {
  /** How many damaged messages each decoder must survive. */
  public static final int ROUNDS = 20_000;

  private static final long SEED = Long.getLong("rdgateway.seed", 20_260_101L);
  private static final int[] INTERESTING = {0, 1, 7, 8, 16, 24, 0x7F, 0x80, 0xFE, 0xFF};

  private Mutations() {}

  /** Takes a damaged message. */
  @FunctionalInterface
  public interface Probe {
    /**
     * Fails by throwing anything.
     *
     * @param damaged differs from the original
     */
    void accept(byte[] damaged) throws Exception;
  }

  /** Runs all rounds over some originals and names the seed and the round of a failure. */
  public static void survive(Probe probe, byte[]... originals) {
    var random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] original = originals[round % originals.length];
      byte[] damaged = mutate(original, random);
      if (Arrays.equals(original, damaged)) {
        continue;
      }
      try {
        probe.accept(damaged);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("-Drdgateway.seed=" + SEED + ", round " + round + ": " + e, e);
      }
    }
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) INTERESTING[random.nextInt(INTERESTING.length)];
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(16), bytes.length - Math.max(from, at));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
