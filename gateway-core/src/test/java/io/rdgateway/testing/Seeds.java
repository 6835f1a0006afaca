/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a test with random numbers that are the same in every run. A failure names its seed;
 * {@code -Drdgateway.seed=N} then repeats that one case alone.
 */
public final class Seeds {
  private static final @Nullable Long ONLY = Long.getLong("rdgateway.seed");

  private Seeds() {}

  /** One case. */
  @FunctionalInterface
  public interface Case {
    /** Runs with random numbers of its own. */
    void run(Random random) throws Exception;
  }

  /**
   * Runs the case so many times.
   *
   * @param name tells the seeds of one test from those of another
   */
  public static void forEach(String name, int count, Case test) {
    if (ONLY != null) {
      run(name, ONLY, test);
      return;
    }
    for (int i = 0; i < count; i++) {
      run(name, mix(((long) name.hashCode() << 32) + i), test);
    }
  }

  private static void run(String name, long seed, Case test) {
    try {
      test.run(new Random(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          name + " failed with -Drdgateway.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  /** Spreads neighbouring numbers: the first numbers of Random resemble each other otherwise. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
