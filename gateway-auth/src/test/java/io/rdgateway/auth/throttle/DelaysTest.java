/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import static io.rdgateway.auth.throttle.Site.RIGHT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.AuthenticationResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One user at one address. */
class DelaysTest {
  private static final String HERE = "192.0.2.10";

  private final Site site = new Site();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theWaitDoublesUpToItsEnd(boolean known) throws Exception {
    if (known) {
      site.tryPassword("alice", HERE, RIGHT);
    }
    for (int i = 0; i < 5; i++) {
      assertEquals("wrong-password", site.tryPassword("alice", HERE, "x"));
    }
    for (long wait : new long[] {2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
      site.pass(Duration.ofSeconds(wait).minusMillis(1));
      assertEquals("throttled", site.tryPassword("alice", HERE, RIGHT));
      site.pass(Duration.ofMillis(1));
      assertEquals("wrong-password", site.tryPassword("alice", HERE, "x"));
    }
  }

  @Test
  void aSuccessForgivesAndAPauseForgets() throws Exception {
    for (int i = 0; i < 5; i++) {
      site.tryPassword("alice", HERE, "x");
    }
    site.pass(Duration.ofSeconds(2));
    assertEquals("Accepted", site.tryPassword("alice", HERE, RIGHT));
    for (int i = 0; i < 5; i++) {
      assertEquals("wrong-password", site.tryPassword("alice", HERE, "x"));
    }
    assertEquals("throttled", site.tryPassword("alice", HERE, RIGHT));
    site.pass(Duration.ofMinutes(61));
    for (int i = 0; i < 5; i++) {
      assertEquals("wrong-password", site.tryPassword("alice", HERE, "x"));
    }
  }

  @Test
  void whatNobodyJudgedDoesNotCount() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertEquals("unavailable", site.tryPassword("alice", HERE, "unavailable"));
      assertThrows(IllegalStateException.class, () -> site.tryPassword("alice", HERE, "fault"));
      assertThrows(
          Exception.class,
          () ->
              site.signIn
                  .proceedAsync(
                      new io.rdgateway.spi.Credential.Password(
                          io.rdgateway.spi.AuthScheme.BASIC, "alice", "fault"),
                      Site.context(HERE))
                  .get());
    }
    assertEquals("Accepted", site.tryPassword("alice", HERE, RIGHT));
  }

  @Test
  void theReasonSaysWhoAndHowLong() throws Exception {
    for (int i = 0; i < 5; i++) {
      site.tryPassword("alice" + "!".repeat(100), HERE, "x");
    }
    var refused =
        assertInstanceOf(
            AuthenticationResult.Rejected.class,
            site.attempt("alice" + "!".repeat(100), HERE, "x"));
    assertEquals("throttled", refused.reason().code());
    assertTrue(
        refused.reason().explanation().contains("alice" + "!".repeat(59) + "... at this address"),
        refused.reason().explanation());
    assertTrue(refused.reason().explanation().endsWith("in 3 s"));
  }

  @Test
  void nonsenseIsRefused() {
    Duration second = Duration.ofSeconds(1);
    Duration hour = Duration.ofHours(1);
    assertThrows(IllegalArgumentException.class, () -> new Rate(0, hour));
    assertThrows(IllegalArgumentException.class, () -> new Rate(1, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new GrowingDelay(0, second, second, hour));
    assertThrows(IllegalArgumentException.class, () -> new GrowingDelay(1, hour, second, hour));
    assertThrows(IllegalArgumentException.class, () -> new GrowingDelay(1, second, hour, hour));
    var builder = SignInThrottle.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.maxKnown(0));
    assertThrows(IllegalArgumentException.class, () -> builder.knownFor(Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> builder.addressRate(new Rate(100_001, hour)));
  }
}
