/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Remembers authenticators as long as their time would be accepted (RFC 4120, section 3.2.3). Only
 * what has passed all other checks is put in, so nobody without a ticket can fill it, and who has
 * one can make as many authenticators as it likes but gets no more than its share. What does not
 * fit is refused and none is forgotten. Thread-safe.
 */
final class ReplayCache {
  private final int capacity;
  private final int share;
  private final Duration margin;
  private final Set<String> seen = new HashSet<>();
  private final Map<KerberosName, Integer> held = new HashMap<>();
  private final PriorityQueue<Seen> byExpiry =
      new PriorityQueue<>((a, b) -> a.expires.compareTo(b.expires));

  private record Seen(String hash, KerberosName client, Instant expires) {}

  /**
   * An empty cache.
   *
   * @param capacity of all clients together
   * @param share of one client
   * @param margin how far a client's clock may be off
   */
  ReplayCache(int capacity, int share, Duration margin) {
    this.capacity = capacity;
    this.share = share;
    this.margin = margin;
  }

  /** What became of an authenticator. */
  enum Outcome {
    NEW,
    REPEATED,
    FULL
  }

  /**
   * Remembers an authenticator.
   *
   * @param authenticator as it was encrypted
   * @param client whose ticket came with it
   * @param time the client's
   */
  synchronized Outcome add(byte[] authenticator, KerberosName client, Instant time, Instant now) {
    for (Seen first = byExpiry.peek();
        first != null && first.expires.isBefore(now);
        first = byExpiry.peek()) {
      byExpiry.remove();
      seen.remove(first.hash);
      held.computeIfPresent(first.client, (name, count) -> count == 1 ? null : count - 1);
    }
    String hash = hash(authenticator);
    if (seen.contains(hash)) {
      return Outcome.REPEATED;
    }
    if (seen.size() >= capacity || held.getOrDefault(client, 0) >= share) {
      return Outcome.FULL;
    }
    seen.add(hash);
    held.merge(client, 1, Integer::sum);
    // Twice: the gateway's clock may be set back meanwhile.
    byExpiry.add(new Seen(hash, client, time.plus(margin).plus(margin)));
    return Outcome.NEW;
  }

  synchronized int size() {
    return seen.size();
  }

  private static String hash(byte[] authenticator) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(authenticator));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
