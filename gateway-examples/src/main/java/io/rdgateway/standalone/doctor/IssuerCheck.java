/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the keys of a token issuer can be fetched, and what time its server has. */
record IssuerCheck(URI keys, Network network, InstantSource clock) implements Check {
  private static final int GOOD = 200;

  @Override
  public String subject() {
    return "token keys at " + keys;
  }

  @Override
  public List<Finding> look() {
    Network.Page page;
    try {
      page = network.get(keys);
    } catch (IOException e) {
      return List.of(
          Finding.problem(
              "The keys at " + keys + " cannot be fetched (" + Failures.words(e) + ").",
              "see whether this machine reaches it and trusts its certificate"));
    }
    Finding reached =
        page.status() == GOOD
            ? Finding.ok("The keys at " + keys + " can be fetched.")
            : Finding.problem(
                "The server of the keys at " + keys + " answers " + page.status() + ".",
                "correct the address of the keys");
    Instant there = time(page.date());
    return there == null
        ? List.of(reached)
        : List.of(reached, ClockSkew.of(keys.getHost(), there, clock.instant()));
  }

  private static @Nullable Instant time(@Nullable String date) {
    try {
      return date == null
          ? null
          : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
