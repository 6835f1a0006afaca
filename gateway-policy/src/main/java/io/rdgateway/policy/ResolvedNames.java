/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Holds two names of a host for one where a resolver gives both the same address. It resolves the
 * names that rules write out, so a rule for {@code pc7.corp.example} then covers a client that asks
 * for {@code PC7} or for {@code 10.1.2.7}; a pattern covers only what clients ask for.
 *
 * <p>Names are looked up forwards only: whoever may write to a reverse zone gains nothing. Whoever
 * may change what a name in a rule resolves to decides what that rule opens, with this class as
 * without it.
 *
 * <p>Lookups happen in {@link #refresh}, never in a decision. A name is forgotten when a lookup
 * fails, and when no lookup has confirmed it for {@link #MAX_AGE}. Thread-safe.
 *
 * <pre>{@code
 * ResolvedNames names = ResolvedNames.bySystem();
 * LivePolicyFile policy = LivePolicyFile.open(Path.of("policy.yaml"), names);
 * names.watch(() -> policy.policy().hostNames(), scheduler, Duration.ofMinutes(1));
 * }</pre>
 */
public final class ResolvedNames implements HostAliases {

  /** How long an answer of the resolver holds. */
  public static final Duration MAX_AGE = Duration.ofMinutes(15);

  /** The most addresses of one name that are kept. */
  static final int MAX_ADDRESSES = 16;

  /** Finds the addresses of a name; blocks. */
  @FunctionalInterface
  public interface Lookup {
    /**
     * All addresses of a name.
     *
     * @param name a host name, lower-case
     * @return at least one
     * @throws UnknownHostException if there is none, or the resolver did not answer
     */
    InetAddress[] all(String name) throws UnknownHostException;
  }

  private final Lookup lookup;
  private final InstantSource clock;

  /** What was asked last, for telling what has to be taken back. Guarded by this. */
  private final Map<String, Set<InetAddress>> asked = new HashMap<>();

  /** The names at an address, with the time up to which each holds. */
  private final Map<InetAddress, ConcurrentNavigableMap<String, Instant>> known =
      new ConcurrentHashMap<>();

  /**
   * Knows nothing before the first {@link #refresh}.
   *
   * @param lookup a resolver
   * @param clock the time by which answers grow old
   */
  public ResolvedNames(Lookup lookup, InstantSource clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  /**
   * Asks the resolver of the operating system.
   *
   * @return knows nothing before the first {@link #refresh}
   */
  public static ResolvedNames bySystem() {
    return new ResolvedNames(InetAddress::getAllByName, InstantSource.system());
  }

  /**
   * Looks names up, one after the other, and forgets those that are not among them. Blocks; each
   * answer counts as soon as it is there. Returns early when the thread is interrupted, which it
   * leaves interrupted.
   *
   * @param names host names, as {@link RulePolicy#hostNames()} has them
   */
  public synchronized void refresh(Set<String> names) {
    for (String gone : asked.keySet().stream().filter(name -> !names.contains(name)).toList()) {
      put(gone, Set.of());
    }
    for (String name : names) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      put(name, addresses(name));
    }
  }

  /**
   * Looks names up now and again and again.
   *
   * @param names asked before each round, so that it follows a policy that changes
   * @param scheduler runs the lookups, which block: one that may wait for a resolver
   * @param pause from the end of a round to the next; well under {@link #MAX_AGE}
   * @return cancel it to end the lookups; if {@code names} or the resolver throws what is no {@link
   *     UnknownHostException}, they end by themselves, this says why, and all names grow old
   */
  public ScheduledFuture<?> watch(
      Supplier<Set<String>> names, ScheduledExecutorService scheduler, Duration pause) {
    return scheduler.scheduleWithFixedDelay(
        () -> refresh(names.get()), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Set<InetAddress> addresses(String name) {
    try {
      return Arrays.stream(lookup.all(name))
          .limit(MAX_ADDRESSES)
          .map(address -> AddressText.ofBytes(address.getAddress()))
          .collect(Collectors.toUnmodifiableSet());
    } catch (UnknownHostException e) { // what is not known is no alias
      return Set.of();
    }
  }

  private void put(String name, Set<InetAddress> addresses) {
    Set<InetAddress> before = addresses.isEmpty() ? asked.remove(name) : asked.put(name, addresses);
    if (before != null) {
      before.stream().filter(old -> !addresses.contains(old)).forEach(old -> forget(old, name));
    }
    Instant until = clock.instant().plus(MAX_AGE);
    for (InetAddress address : addresses) {
      known.computeIfAbsent(address, key -> new ConcurrentSkipListMap<>()).put(name, until);
    }
  }

  private void forget(InetAddress address, String name) {
    known.computeIfPresent(
        address,
        (key, names) -> {
          names.remove(name);
          return names.isEmpty() ? null : names;
        });
  }

  /**
   * The names that had this address at the last lookup.
   *
   * @return in alphabetical order the first {@link HostAliases#MAX_NAMES}: where more names share
   *     an address, the others stay hosts of their own
   */
  @Override
  public Set<String> of(String requestedName, InetAddress address) {
    ConcurrentNavigableMap<String, Instant> names = known.get(address);
    if (names == null) {
      return Set.of();
    }
    Instant now = clock.instant();
    return names.entrySet().stream()
        .filter(entry -> now.isBefore(entry.getValue()))
        .map(Map.Entry::getKey)
        .limit(MAX_NAMES)
        .collect(Collectors.toUnmodifiableSet());
  }
}
