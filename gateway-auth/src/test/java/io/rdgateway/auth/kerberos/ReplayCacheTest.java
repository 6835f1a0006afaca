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
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayCacheTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final ReplayCache cache = new ReplayCache(3, 3, MARGIN);

  private ReplayCache.Outcome add(int authenticator, Duration clientOff, Duration later) {
    return cache.add(
        new byte[] {(byte) authenticator}, TestKdc.ALICE, NOW.plus(clientOff), NOW.plus(later));
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

  @Test
  void oneClientDoesNotFillItForAll() {
    var shared = new ReplayCache(5, 2, MARGIN);
    var eve = new KerberosName(List.of("eve"), TestKdc.REALM);
    assertEquals(NEW, shared.add(new byte[] {1}, eve, NOW, NOW));
    assertEquals(NEW, shared.add(new byte[] {2}, eve, NOW, NOW));
    assertEquals(FULL, shared.add(new byte[] {3}, eve, NOW, NOW));
    assertEquals(REPEATED, shared.add(new byte[] {1}, eve, NOW, NOW));
    assertEquals(NEW, shared.add(new byte[] {4}, TestKdc.ALICE, NOW, NOW));
    assertEquals(3, shared.size(), "what was refused takes no place");
    Instant later = NOW.plus(MARGIN).plus(MARGIN).plusNanos(1);
    assertEquals(NEW, shared.add(new byte[] {5}, eve, later, later));
    assertEquals(NEW, shared.add(new byte[] {6}, eve, later, later));
    assertEquals(FULL, shared.add(new byte[] {7}, eve, later, later));
  }
}
