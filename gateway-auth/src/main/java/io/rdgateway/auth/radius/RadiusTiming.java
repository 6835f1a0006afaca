/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.time.Duration;

/**
 * How long to wait for a server (RFC 5080, section 2.2.1). The same bytes are sent again after the
 * first wait, then after twice as long each time, up to the longest wait, each a tenth shorter or
 * longer by chance.
 *
 * @param firstWait before the request is sent again for the first time; at most five minutes
 * @param longestWait between two of the same request
 * @param answerTime for the answer of one server. As long as it runs the server may be asking the
 *     user, so no other one is asked. A minute or two where a second factor waits for a person, a
 *     few seconds where nobody is asked
 * @param deadTime for which a server that does not answer is passed over
 */
public record RadiusTiming(
    Duration firstWait, Duration longestWait, Duration answerTime, Duration deadTime) {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LONGEST_FIRST = Duration.ofMinutes(5);

  /** Checks the ranges: a millisecond to an hour unless said otherwise. */
  public RadiusTiming {
    range("firstWait", firstWait);
    if (firstWait.compareTo(LONGEST_FIRST) > 0) {
      throw new IllegalArgumentException(
          "firstWait must be at most " + LONGEST_FIRST + ", not " + firstWait);
    }
    range("longestWait", longestWait);
    range("answerTime", answerTime);
    range("deadTime", deadTime);
    if (longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException("longestWait must not be shorter than firstWait");
    }
  }

  private static void range(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be a millisecond to an hour, not " + value);
    }
  }

  /**
   * For servers that ask the user: 2 s, 15 s, 60 s, and dead for 60 s.
   *
   * @return the defaults
   */
  public static RadiusTiming defaults() {
    return new RadiusTiming(
        Duration.ofSeconds(2),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }

  /**
   * The same with another time for the answer. {@code Limits.authorizationTime} (for a connection
   * policy) or {@code Limits.signInTime} (for a sign-in) has to leave room for it.
   *
   * @param time for the answer of one server
   * @return the timing
   */
  public RadiusTiming withAnswerTime(Duration time) {
    return new RadiusTiming(firstWait, longestWait, time, deadTime);
  }
}
