/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a sign-in ended, as gateways tell each other.
 *
 * @param user whom it counts for, in the form in which the throttle compares names; null if the
 *     client had not named anybody
 * @param address where it counts: an IPv4 address, or an IPv6 prefix as {@code
 *     2001:db8:0:1:0:0:0:0/64}
 * @param succeeded whether the user is in
 * @param at when
 */
public record SignInOutcome(@Nullable String user, String address, boolean succeeded, Instant at) {
  private static final int MAX_LENGTH = 256;

  /** Checks what may come from another machine. */
  public SignInOutcome {
    if (address.isEmpty()
        || address.length() > MAX_LENGTH
        || (user != null && user.length() > MAX_LENGTH)
        || (succeeded && user == null)) {
      throw new IllegalArgumentException(
          "an outcome has an address, and a user if it is a success, each of at most 256"
              + " characters");
    }
  }
}
