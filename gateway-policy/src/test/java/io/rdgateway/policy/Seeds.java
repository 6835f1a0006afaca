/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Runs a property on many seeds; a failure names the seed that shows it. */
public final class Seeds {

  private Seeds() {}

  /** Checks a property for the seeds 0 to {@code count - 1}. */
  public static void check(int count, Consumer<SplittableRandom> property) {
    for (int seed = 0; seed < count; seed++) {
      try {
        property.accept(new SplittableRandom(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("failing seed: " + seed, e);
      }
    }
  }
}
