/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import static io.rdgateway.auth.throttle.Site.RIGHT;
import static io.rdgateway.auth.throttle.Site.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What gateways tell each other, and themselves after a restart. */
class SharedThrottleTest {
  private static final String HOME = "192.0.2.10";

  @Test
  void gatewaysCountTogether() throws Exception {
    List<Site> sites = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int self = i;
      sites.add(
          new Site(
              builder ->
                  builder.peers(
                      outcome -> {
                        for (int other = 0; other < sites.size(); other++) {
                          if (other != self) {
                            sites.get(other).throttle.learn(outcome);
                          }
                        }
                      })));
    }
    sites.get(0).tryPassword("alice", HOME, RIGHT);
    for (int i = 0; i < 300; i++) {
      sites.get(i % 3).tryPassword("alice", address(i), "x");
    }
    assertEquals(31, sites.stream().mapToInt(site -> site.judged("alice")).sum());
    for (Site site : sites) {
      assertEquals("throttled", site.tryPassword("alice", address(1000), RIGHT));
      assertEquals("Accepted", site.tryPassword("alice", HOME, RIGHT));
    }
    for (int i = 0; i < 5; i++) {
      sites.get(0).tryPassword("alice", HOME, "x");
    }
    assertEquals("throttled", sites.get(1).tryPassword("alice", HOME, RIGHT));
  }

  @Test
  void knownAddressesSurviveARestart() throws Exception {
    var first = new Site();
    first.tryPassword("alice", HOME, RIGHT);
    first.pass(Duration.ofDays(3));
    first.tryPassword("bob", "2001:db8::1", RIGHT);
    List<SignInOutcome> kept = first.throttle.knownAddresses();
    assertEquals(
        List.of(
            new SignInOutcome("alice", HOME, true, Instant.parse("2026-03-01T08:00:00Z")),
            new SignInOutcome(
                "bob", "2001:db8:0:0:0:0:0:0/64", true, Instant.parse("2026-03-04T08:00:00Z"))),
        kept);

    var second = new Site();
    second.pass(Duration.ofDays(4));
    kept.forEach(second.throttle::learn);
    assertEquals(kept, second.throttle.knownAddresses());
    for (int i = 0; i < 30; i++) {
      second.tryPassword("alice", address(i), "x");
    }
    assertEquals("Accepted", second.tryPassword("alice", HOME, RIGHT));

    var muchLater = new Site();
    muchLater.pass(Duration.ofDays(32));
    kept.forEach(muchLater.throttle::learn);
    assertEquals(List.of("bob"), users(muchLater));
  }

  @Test
  void aSuccessInTheFutureIsOneOfNow() {
    var site = new Site();
    site.throttle.learn(
        new SignInOutcome("alice", HOME, true, Instant.parse("2999-01-01T00:00:00Z")));
    site.pass(Duration.ofDays(31));
    assertEquals(List.of(), site.throttle.knownAddresses());
  }

  @Test
  void aFailingPeerStopsNobody() throws Exception {
    var site =
        new Site(
            builder ->
                builder.peers(
                    outcome -> {
                      throw new IllegalStateException("the bus is down");
                    }));
    assertEquals("Accepted", site.tryPassword("alice", HOME, RIGHT));
    for (int i = 0; i < 5; i++) {
      assertEquals("wrong-password", site.tryPassword("alice", HOME, "x"));
    }
    assertEquals("throttled", site.tryPassword("alice", HOME, RIGHT));
  }

  @Test
  void thePlacesOfAUserAndOfAllAreBounded() throws Exception {
    var site = new Site(builder -> builder.maxKnown(20));
    site.tryPassword("bob", HOME, RIGHT);
    for (int i = 0; i < 1000; i++) {
      assertEquals("Accepted", site.tryPassword("alice", address(i), RIGHT));
    }
    assertEquals(17, site.throttle.knownAddresses().size());
    assertTrue(users(site).contains("bob"));
    for (int i = 0; i < 1000; i++) {
      assertEquals("Accepted", site.tryPassword("user" + i, address(i), RIGHT));
      assertTrue(site.throttle.knownAddresses().size() <= 20);
    }
    assertEquals("user980", users(site).get(0));
  }

  @Test
  void outcomesOfOthersAreChecked() {
    assertThrows(
        IllegalArgumentException.class, () -> new SignInOutcome(null, HOME, true, Instant.EPOCH));
    assertThrows(
        IllegalArgumentException.class, () -> new SignInOutcome("a", "", false, Instant.EPOCH));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SignInOutcome("a".repeat(257), HOME, false, Instant.EPOCH));
  }

  private static List<String> users(Site site) {
    return site.throttle.knownAddresses().stream()
        .map(outcome -> String.valueOf(outcome.user()))
        .toList();
  }
}
