/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import static io.rdgateway.auth.throttle.Site.RIGHT;
import static io.rdgateway.auth.throttle.Site.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Attacks, and what users see of them. */
class GuessingTest {
  private static final String HOME = "192.0.2.10";

  private final Site site = new Site();

  @Test
  void manyAddressesTogetherGuessOneUserNoFasterThanHerRate() throws Exception {
    assertEquals("Accepted", site.tryPassword("alice", HOME, RIGHT));
    int before = site.judged("alice");
    int home = 0;
    for (int i = 0; i < 10_000; i++) {
      site.tryPassword("alice", address(i % 1000), "guess" + i);
      if (i % 1000 == 999) {
        assertEquals("Accepted", site.tryPassword("alice", HOME, RIGHT), "after " + i);
        home++;
      }
      site.pass(Duration.ofMillis(720)); // two hours in all
    }
    int guesses = site.judged("alice") - before - home;
    assertTrue(guesses >= 30 && guesses <= 30 + 2 * 30, guesses + " guesses");
    site.tryPassword("alice", address(2000), "x"); // takes what has been refilled, if anything
    assertEquals("throttled", site.tryPassword("alice", address(2001), RIGHT));
    assertEquals("Accepted", site.tryPassword("bob", address(2001), RIGHT));
  }

  @Test
  void theRightGuessAmongRefusedOnesIsNotNoticed() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertEquals("wrong-password", site.tryPassword("alice", address(i), "x"));
    }
    assertEquals("throttled", site.tryPassword("alice", address(31), RIGHT));
    assertEquals(30, site.judged("alice"));
    site.pass(Duration.ofMinutes(2));
    assertEquals("Accepted", site.tryPassword("alice", address(32), RIGHT));
  }

  @Test
  void oneAddressOverManyUsersIsSlowedAndNobodyElse() throws Exception {
    String office = "203.0.113.5";
    assertEquals("Accepted", site.tryPassword("colleague", office, RIGHT));
    int judged = 0;
    for (int i = 0; i < 1000; i++) {
      String outcome = site.tryPassword("user" + i, office, "Winter2026");
      judged += outcome.equals("throttled") ? 0 : 1;
      assertEquals("Accepted", site.tryPassword("user" + i, address(i), RIGHT));
    }
    assertEquals(60, judged);
    assertEquals("Accepted", site.tryPassword("colleague", office, RIGHT));
    assertEquals("throttled", site.tryPassword("newcomer", office, RIGHT));
    site.pass(Duration.ofMinutes(1));
    assertEquals("Accepted", site.tryPassword("newcomer", office, RIGHT));
  }

  @Test
  void aNameThatDoesNotExistIsTreatedAlike() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertEquals(
          site.tryPassword("alice", address(i), "x"),
          site.tryPassword("nobody-at-all", address(1000 + i), "x"));
    }
  }

  @Test
  void everySpellingOfAUserCountsForHer() throws Exception {
    String[] spellings = {
      "alice",
      "ALICE",
      "CORP\\alice",
      "alice@corp.example",
      "alice\uff20corp.example",
      "CORP\uff3calice",
      " alice ",
      "\u00e1lice",
      "a\u00adlice"
    };
    for (int i = 0; i < 30; i++) {
      site.tryPassword(spellings[i % spellings.length], address(i), "x");
    }
    for (String spelling : spellings) {
      assertEquals("throttled", site.tryPassword(spelling, address(500), RIGHT), spelling);
    }
    assertEquals("Accepted", site.tryPassword("alicia", address(500), RIGHT));
  }

  @Test
  void aCustomersIpv6AddressesCountTogether() throws Exception {
    for (int i = 0; i < 60; i++) {
      site.tryPassword("user" + i, "2001:db8:0:1::" + i, "x");
    }
    assertEquals("throttled", site.tryPassword("new", "2001:db8:0:1:ffff::1", RIGHT));
    assertEquals("Accepted", site.tryPassword("new", "2001:db8:0:2::1", RIGHT));
  }

  @Test
  void floodsOfOtherNamesAndAddressesUnlockNothing() throws Exception {
    for (int i = 0; i < 30; i++) {
      site.tryPassword("alice", address(i), "x");
    }
    for (int i = 0; i < 40_000; i++) {
      site.tryPassword("made-up-" + i, address(100 + i % 60_000), "x");
      if (i % 10_000 == 0) {
        assertEquals("throttled", site.tryPassword("alice", address(99), RIGHT));
      }
    }
    assertEquals(0, site.throttle.knownAddresses().size());
    assertEquals("throttled", site.tryPassword("alice", address(99), RIGHT));
    assertEquals(30, site.judged("alice"));
  }

  @Test
  void successesAreNeverSlowed() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      assertEquals("Accepted", site.tryPassword("user" + i % 1000, "203.0.113.5", RIGHT));
    }
  }

  @Test
  void aKnownAddressIsNoFreePass() throws Exception {
    assertEquals("Accepted", site.tryPassword("alice", HOME, RIGHT));
    int before = site.judged("alice");
    for (int i = 0; i < 24 * 3600; i += 10) {
      site.tryPassword("alice", HOME, "guess" + i);
      site.pass(Duration.ofSeconds(10));
    }
    int guesses = site.judged("alice") - before;
    assertTrue(guesses > 90 && guesses <= 5 + 9 + 96, guesses + " guesses in a day");
    assertEquals("throttled", site.tryPassword("alice", HOME, RIGHT));
    assertEquals("Accepted", site.tryPassword("alice", address(1), RIGHT)); // from elsewhere
  }

  @Test
  void anAddressIsForgottenAfterItsTime() throws Exception {
    assertEquals("Accepted", site.tryPassword("alice", HOME, RIGHT));
    site.pass(Duration.ofDays(30));
    for (int i = 0; i < 30; i++) {
      site.tryPassword("alice", address(i), "x");
    }
    assertEquals(1, site.throttle.knownAddresses().size());
    site.pass(Duration.ofNanos(1));
    assertEquals(0, site.throttle.knownAddresses().size());
    assertEquals("throttled", site.tryPassword("alice", HOME, RIGHT));
  }
}
