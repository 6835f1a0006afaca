/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys of an issuer: kept, rotated, and fetched from places that misbehave. */
@Timeout(60)
class JwksSourceTest {
  private static final Instant NOW = Tokens.START;
  private static final JWKSet KEYS = new JWKSet(List.of(Issuer.RSA));

  private Issuer issuer;
  private JwksSource source;

  @BeforeEach
  void start() throws IOException {
    issuer = new Issuer();
    source = new JwksSource(new JwksDownload(issuer.uri(), Duration.ofSeconds(30)));
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void keepsKeysForAWhile() throws Exception {
    for (long second : new long[] {0, 1, 899}) {
      assertNotNull(source.get("r1", NOW.plusSeconds(second)).getKeyByKeyId("r1"));
    }
    assertEquals(1, issuer.fetches.get());
    source.get("r1", NOW.plusSeconds(900));
    assertEquals(2, issuer.fetches.get());
  }

  @Test
  void findsANewKeyAndDropsAnOldOne() throws Exception {
    source.get("r1", NOW);
    issuer.published.clear();
    issuer.published.add(Issuer.ec("next"));
    assertNull(source.get("next", NOW.plusSeconds(29)).getKeyByKeyId("next"));
    assertNotNull(source.get("next", NOW.plusSeconds(30)).getKeyByKeyId("next"));
    assertNull(source.get("next", NOW.plusSeconds(31)).getKeyByKeyId("r1"));
  }

  @Test
  void unknownIdsFetchNoMoreThanTwiceAMinute() throws Exception {
    for (int second = 0; second < 60; second++) {
      source.get("nobody's " + second, NOW.plusSeconds(second));
    }
    assertEquals(2, issuer.fetches.get());
  }

  @Test
  void livesOnOldKeysWhileTheIssuerIsDown() throws Exception {
    source.get("r1", NOW);
    issuer.mood = Issuer.Mood.BROKEN;
    Instant later = NOW.plus(Duration.ofHours(4)).minusSeconds(1);
    assertNotNull(source.get("r1", later).getKeyByKeyId("r1"));
    var refusal =
        assertThrows(IOException.class, () -> source.get("r1", NOW.plus(Duration.ofHours(4))));
    assertTrue(String.valueOf(refusal.getMessage()).contains("500"));
    issuer.mood = Issuer.Mood.WELL;
    assertNotNull(source.get("r1", NOW.plus(Duration.ofHours(5))).getKeyByKeyId("r1"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Issuer.Mood.class,
      names = {"BROKEN", "REDIRECTING", "HUGE", "GARBAGE"})
  void refusesWhatIsNoSetOfKeys(Issuer.Mood mood) {
    issuer.mood = mood;
    assertThrows(IOException.class, () -> source.get("r1", NOW));
    assertThrows(IOException.class, () -> source.get("r1", NOW.plusSeconds(1)));
    assertEquals(1, issuer.fetches.get(), "no redirect is followed, and nothing is tried again");
  }

  @ParameterizedTest
  @EnumSource(
      value = Issuer.Mood.class,
      names = {"SLOW_HEAD", "SLOW_BODY"})
  void doesNotWaitForever(Issuer.Mood mood) {
    issuer.mood = mood;
    var download = new JwksDownload(issuer.uri(), Duration.ofMillis(300));
    assertFails(download);
  }

  @Test
  void nobodyListens() {
    URI uri = issuer.uri();
    issuer.close();
    assertFails(new JwksDownload(uri, Duration.ofSeconds(30)));
  }

  private static void assertFails(JwksDownload download) {
    var failure = assertThrows(ExecutionException.class, () -> download.fetch().get());
    assertInstanceOf(IOException.class, failure.getCause());
  }

  @Test
  void aWaitingTokenHasTheReason() throws Exception {
    issuer.mood = Issuer.Mood.BROKEN;
    var result =
        issuer
            .tokens(JwtClaims.standard())
            .judge(Tokens.cookie(Issuer.signed(Issuer.RSA, Issuer.claims(""))), Tokens.opening());
    assertEquals("unavailable", io.rdgateway.auth.Fixtures.outcome(result));
  }

  @Test
  void aSlowFetchHoldsNobodyUpWhoseKeyIsKnown() throws Exception {
    var asked = new CountDownLatch(2);
    var answers =
        new ArrayDeque<CompletableFuture<JWKSet>>(
            List.of(CompletableFuture.completedFuture(KEYS), new CompletableFuture<>()));
    CompletableFuture<JWKSet> second = answers.getLast();
    var slow =
        new JwksSource(
            () -> {
              asked.countDown();
              return answers.remove();
            });
    slow.get("r1", NOW);
    var attacker = new Thread(() -> assertThrowsNothing(slow));
    attacker.start();
    asked.await();
    assertNotNull(slow.get("r1", NOW.plusSeconds(60)).getKeyByKeyId("r1"));
    second.complete(KEYS);
    attacker.join();
  }

  @Test
  void aClientThatLeavesTakesTheFetchFromNobody() throws Exception {
    var fetch = new CompletableFuture<JWKSet>();
    var fetches = new AtomicInteger();
    var slow =
        new JwksSource(
            () -> {
              fetches.incrementAndGet();
              return fetch;
            });
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> slow.get("r1", NOW));
    assertFalse(fetch.isDone());
    fetch.complete(KEYS);
    assertNotNull(slow.get("r1", NOW.plusSeconds(1)).getKeyByKeyId("r1"));
    assertEquals(1, fetches.get());
  }

  private static void assertThrowsNothing(JwksSource slow) {
    try {
      slow.get("unknown", NOW.plusSeconds(60));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
