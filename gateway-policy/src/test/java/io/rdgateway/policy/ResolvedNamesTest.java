/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.Decision;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which names are one host because a resolver says so. */
class ResolvedNamesTest {

  private static final String FULL = "pc7.corp.example";
  private static final InetAddress ADDRESS = Requests.address("10.1.2.7");

  private final Map<String, List<String>> zone = new HashMap<>();
  private final List<String> lookups = new ArrayList<>();
  private Instant now = Instant.parse("2026-06-01T12:00:00Z");
  private final ResolvedNames names = new ResolvedNames(this::lookUp, () -> now);

  private InetAddress[] lookUp(String name) throws UnknownHostException {
    lookups.add(name);
    List<String> found = zone.get(name);
    if (found == null) {
      throw new UnknownHostException(name);
    }
    return found.stream().map(Requests::address).toArray(InetAddress[]::new);
  }

  private boolean allows(String target, String requested, String address) {
    RulePolicy policy =
        RulePolicy.builder()
            .hostAliases(names)
            .resourceRule(
                ResourceRule.builder("r", Subjects.ofUsers("alice")).hosts(target).build())
            .build();
    names.refresh(policy.hostNames());
    return policy.authorizeChannel(Requests.channel(Requests.ALICE, requested, address, 3389))
        instanceof Decision.Allow;
  }

  @Test
  void shortNameFullNameAndAddressAreOneTarget() {
    zone.put("pc7", List.of("10.1.2.7"));
    zone.put(FULL, List.of("10.1.2.7"));
    for (String target : List.of("pc7", FULL)) {
      for (String requested : List.of("pc7", FULL, "10.1.2.7")) {
        assertTrue(allows(target, requested, "10.1.2.7"), target + " asked for as " + requested);
      }
    }
  }

  @Test
  void anotherAddressIsAnotherHost() {
    zone.put(FULL, List.of("10.1.2.7"));
    assertFalse(allows(FULL, "pc7", "10.1.2.8"));
    assertFalse(allows(FULL, "10.1.2.8", "10.1.2.8"));
  }

  @Test
  void eachAddressOfANameIsTheHost() {
    zone.put(FULL, List.of("10.1.2.7", "2001:db8::7"));
    assertTrue(allows(FULL, "pc7", "10.1.2.7"));
    assertTrue(allows(FULL, "2001:db8::7", "2001:db8::7"));
  }

  @Test
  void aNameThatMovesIsForgottenAtItsOldAddress() {
    zone.put(FULL, List.of("10.1.2.7"));
    names.refresh(Set.of(FULL));
    zone.put(FULL, List.of("10.1.2.8"));
    names.refresh(Set.of(FULL));
    assertEquals(Set.of(), names.of("x", ADDRESS));
    assertEquals(Set.of(FULL), names.of("x", Requests.address("10.1.2.8")));
  }

  @Test
  void aLookupThatFailsForgets() {
    zone.put(FULL, List.of("10.1.2.7"));
    zone.put("pc7", List.of("10.1.2.7"));
    names.refresh(Set.of(FULL, "pc7"));
    zone.remove(FULL);
    names.refresh(Set.of(FULL, "pc7"));
    assertEquals(Set.of("pc7"), names.of("x", ADDRESS));
  }

  @Test
  void whatNoRuleNamesAnyMoreIsForgotten() {
    zone.put(FULL, List.of("10.1.2.7"));
    names.refresh(Set.of(FULL));
    names.refresh(Set.of());
    assertEquals(Set.of(), names.of("x", ADDRESS));
    assertEquals(List.of(FULL), lookups);
  }

  @Test
  void anAnswerGrowsOld() {
    zone.put(FULL, List.of("10.1.2.7"));
    names.refresh(Set.of(FULL));
    now = now.plus(ResolvedNames.MAX_AGE).minusMillis(1);
    assertEquals(Set.of(FULL), names.of("x", ADDRESS));
    now = now.plusMillis(1);
    assertEquals(Set.of(), names.of("x", ADDRESS));
  }

  @Test
  void manyNamesAtOneAddressAreTheFirstOnesAndNoError() {
    Set<String> many =
        IntStream.range(10, 40)
            .mapToObj(i -> "pc" + i)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    many.forEach(name -> zone.put(name, List.of("10.1.2.7")));
    names.refresh(many);
    Set<String> first =
        IntStream.range(10, 10 + HostAliases.MAX_NAMES)
            .mapToObj(i -> "pc" + i)
            .collect(Collectors.toSet());
    assertEquals(first, names.of("x", ADDRESS));
    assertTrue(allows("pc39", "pc39", "10.1.2.7"));
  }

  @Test
  void manyAddressesOfOneNameAreBounded() {
    zone.put(FULL, IntStream.range(1, 100).mapToObj(i -> "10.1.2." + i).toList());
    names.refresh(Set.of(FULL));
    long kept =
        IntStream.range(1, 100)
            .filter(i -> !names.of("x", Requests.address("10.1.2." + i)).isEmpty())
            .count();
    assertEquals(ResolvedNames.MAX_ADDRESSES, kept);
  }

  @Test
  void anInterruptedThreadLooksNothingUp() {
    zone.put(FULL, List.of("10.1.2.7"));
    Thread.currentThread().interrupt();
    names.refresh(Set.of(FULL));
    assertTrue(Thread.interrupted());
    assertEquals(List.of(), lookups);
  }

  @Test
  void aWatchFollowsThePolicy() throws Exception {
    CompletableFuture<String> second = new CompletableFuture<>();
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try {
      List<String> rounds = new ArrayList<>();
      ResolvedNames watched =
          new ResolvedNames(
              name -> {
                rounds.add(name);
                if (rounds.size() == 2) {
                  second.complete(name);
                }
                return new InetAddress[] {ADDRESS};
              },
              () -> now);
      ScheduledFuture<?> watch =
          watched.watch(
              () -> Set.of(rounds.isEmpty() ? "first" : "second"), scheduler, Duration.ofMillis(1));
      assertEquals("second", second.get(30, TimeUnit.SECONDS));
      watch.cancel(true);
    } finally {
      scheduler.shutdownNow();
      assertTrue(scheduler.awaitTermination(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void onlyNamesOfEnabledRulesAndTheirGroupsAreAskedFor() {
    Subjects alice = Subjects.ofUsers("alice");
    RulePolicy policy =
        RulePolicy.builder()
            .resourceGroup(new ResourceGroup("lab", List.of(Target.parse("Lab1"))))
            .resourceGroup(new ResourceGroup("unused", List.of(Target.parse("lab2"))))
            .resourceGroup(new ResourceGroup("off", List.of(Target.parse("lab3"))))
            .resourceRule(
                ResourceRule.builder("a", alice)
                    .hosts("PC7.corp.example", "*.corp.example", "10.0.0.1", "10.1.0.0/16")
                    .hosts("pc-${user}")
                    .resourceGroups("lab")
                    .build())
            .resourceRule(
                ResourceRule.builder("b", alice)
                    .hosts("pc9")
                    .resourceGroups("off")
                    .enabled(false)
                    .build())
            .build();
    assertEquals(Set.of(FULL, "lab1"), policy.hostNames());
  }
}
