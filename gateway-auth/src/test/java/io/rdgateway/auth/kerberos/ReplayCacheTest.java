/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static io.rdgateway.auth.kerberos.ReplayCache.Outcome.FULL;
import static io.rdgateway.auth.kerberos.ReplayCache.Outcome.NEW;
import static io.rdgateway.auth.kerberos.ReplayCache.Outcome.REPEATED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayCacheTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final ReplayCache cache = new ReplayCache(3, MARGIN);

  private ReplayCache.Outcome add(int authenticator, Duration clientOff, Duration later) {
    return cache.add(new byte[] {(byte) authenticator}, NOW.plus(clientOff), NOW.plus(later));
  }

  @Test
  void remembersAsLongAsTheTimeWouldBeAccepted() {
    assertEquals(NEW, add(1, MARGIN, Duration.ZERO));
    assertEquals(REPEATED, add(1, MARGIN, Duration.ZERO));
    assertEquals(NEW, add(2, Duration.ZERO, Duration.ZERO));
    // Accepted until its time plus the margin, which the clock may be set back by.
    assertEquals(REPEATED, add(1, MARGIN, Duration.ofMinutes(15)));
    assertEquals(1, cache.size(), "an old one is kept");
    assertEquals(NEW, add(1, MARGIN, Duration.ofMinutes(15).plusNanos(1)));
  }

  @Test
  void whenFullNoneIsForgotten() {
    for (int i = 0; i < 3; i++) {
      assertEquals(NEW, add(i, Duration.ZERO, Duration.ZERO));
    }
    assertEquals(FULL, add(3, Duration.ZERO, Duration.ZERO));
    assertEquals(REPEATED, add(0, Duration.ZERO, Duration.ZERO));
    assertEquals(NEW, add(3, Duration.ZERO, Duration.ofMinutes(11)));
  }
}
