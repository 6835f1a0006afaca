/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.time.Duration;
import java.time.Instant;

/** What it means that this machine's clock and another's differ. */
final class ClockSkew {
  /** Kerberos refuses beyond it, and so do readers of tokens. */
  private static final Duration REFUSED = Duration.ofMinutes(5);

  private static final Duration SUSPICIOUS = Duration.ofMinutes(1);

  private ClockSkew() {}

  /**
   * Compares two clocks.
   *
   * @param whose the other one's name
   * @param there its time, in whole seconds
   * @param here the time of this machine
   */
  static Finding of(String whose, Instant there, Instant here) {
    Duration ahead = Duration.between(there, here);
    Duration skew = ahead.abs();
    if (skew.compareTo(SUSPICIOUS) <= 0) {
      return Finding.ok("The clock agrees with that of " + whose + ".");
    }
    String sentence =
        "The clock of this machine is "
            + skew.toSeconds()
            + " s "
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " that of "
            + whose
            + ".";
    String remedy = "have both set by the same time service";
    return skew.compareTo(REFUSED) > 0
        ? Finding.problem(sentence + " Tickets, tokens and codes are refused.", remedy)
        : Finding.warning(sentence, remedy);
  }
}
