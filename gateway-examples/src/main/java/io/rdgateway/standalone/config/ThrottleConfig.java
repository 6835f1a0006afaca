/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.throttle.GrowingDelay;
import io.rdgateway.auth.throttle.Rate;
import io.rdgateway.auth.throttle.SignInThrottle;
import io.rdgateway.policy.strict.Node;
import java.time.Duration;
import java.util.List;

/**
 * The block {@code throttle}: how guesses are slowed. There is always a throttle.
 *
 * @param userFailures of one user from unknown addresses, an hour
 * @param addressFailures of one address, an hour
 * @param freeFailures of a user at an address before waits begin
 * @param firstWait doubles with each failure
 * @param longestWait where doubling ends
 * @param knownFor how long an address stays known after a success
 */
public record ThrottleConfig(
    int userFailures,
    int addressFailures,
    int freeFailures,
    Duration firstWait,
    Duration longestWait,
    Duration knownFor) {
  static final List<String> KEYS =
      List.of(
          "user-failures-per-hour",
          "address-failures-per-hour",
          "free-failures",
          "first-wait",
          "longest-wait",
          "known-for");

  private static final int MAX_FAILURES = 100_000;

  /** Without a block: those of the library. */
  static final ThrottleConfig DEFAULTS =
      new ThrottleConfig(
          30, 60, 5, Duration.ofSeconds(2), Duration.ofMinutes(15), Duration.ofDays(30));

  static ThrottleConfig read(Node node, Reading reading) {
    Block block = new Block(node, "throttle", KEYS, reading);
    Value<Integer> user = block.optional(KEYS.get(0), Values.number(1, MAX_FAILURES));
    Value<Integer> address = block.optional(KEYS.get(1), Values.number(1, MAX_FAILURES));
    Value<Integer> free = block.optional("free-failures", Values.number(1, 1_000));
    Value<Duration> first = block.optional("first-wait", Values::duration);
    Value<Duration> longest = block.optional("longest-wait", Values::duration);
    Value<Duration> known = block.optional("known-for", Values::duration);
    return block.made(
        () -> {
          ThrottleConfig read =
              new ThrottleConfig(
                  user.or(DEFAULTS.userFailures),
                  address.or(DEFAULTS.addressFailures),
                  free.or(DEFAULTS.freeFailures),
                  first.or(DEFAULTS.firstWait),
                  longest.or(DEFAULTS.longestWait),
                  known.or(DEFAULTS.knownFor));
          read.delays();
          SignInThrottle.builder().knownFor(read.knownFor);
          return read;
        });
  }

  /** Failures are forgotten after an hour, or after the longest wait and a little more. */
  private GrowingDelay delays() {
    Duration hour = Duration.ofHours(1);
    Duration memory =
        longestWait.compareTo(hour) < 0 ? hour : longestWait.plus(Duration.ofMinutes(1));
    return new GrowingDelay(freeFailures, firstWait, longestWait, memory);
  }

  /** Makes it. */
  public SignInThrottle open() {
    return SignInThrottle.builder()
        .userRate(new Rate(userFailures, Duration.ofHours(1)))
        .addressRate(new Rate(addressFailures, Duration.ofHours(1)))
        .delays(delays())
        .knownFor(knownFor)
        .build();
  }
}
