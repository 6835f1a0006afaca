/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.GatewayHealth.Check;
import io.rdgateway.GatewayHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges a snapshot of a gateway. */
final class HealthChecks {
  /** A loop that is later than this spoils what new clients would get. */
  private static final Duration SLOW = Duration.ofSeconds(2);

  /** A loop that is later than this hangs. */
  private static final Duration HUNG = Duration.ofSeconds(30);

  private final GatewayStatistics statistics;
  private final Limits limits;
  private final @Nullable Instant certificateEnd;
  private final Instant now;

  private HealthChecks(
      GatewayStatistics statistics, Limits limits, @Nullable Instant certificateEnd, Instant now) {
    this.statistics = statistics;
    this.limits = limits;
    this.certificateEnd = certificateEnd;
    this.now = now;
  }

  /**
   * Judges.
   *
   * @param certificateEnd until when the certificate is valid; null without one
   * @param now the wall clock
   */
  static GatewayHealth of(
      GatewayStatistics statistics, Limits limits, @Nullable Instant certificateEnd, Instant now) {
    HealthChecks checks = new HealthChecks(statistics, limits, certificateEnd, now);
    return new GatewayHealth(
        List.of(
            checks.listening(),
            checks.draining(),
            checks.loops(),
            checks.hooks(),
            checks.room(),
            checks.certificate()));
  }

  private Check listening() {
    return check(
        "listening",
        statistics.listening(),
        "every address is listened on",
        "an address is not listened on; the gateway is not started, closed, or has lost it");
  }

  private Check draining() {
    return check(
        "draining",
        !statistics.draining(),
        "new tunnels are taken",
        "the gateway drains and takes no new tunnels until it is resumed");
  }

  private Check loops() {
    Duration lag =
        statistics.loops().stream()
            .map(GatewayStatistics.Loop::lag)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    String found = "the slowest event loop is late by " + lag.toMillis() + " ms";
    if (lag.compareTo(HUNG) >= 0) {
      return new Check("loops", State.DEAD, found + ", so something blocks it");
    }
    return check(
        "loops",
        lag.compareTo(SLOW) < 0,
        found,
        found + "; look for blocking code or an overloaded machine");
  }

  /** Full means nine tenths: what comes while somebody reads this would be refused. */
  private Check hooks() {
    for (GatewayStatistics.Hooks hooks : statistics.hooks()) {
      GatewayStatistics.Pool pool = hooks.pool();
      if (pool != null && pool.queued() * 10L >= pool.room() * 9L) {
        return new Check(
            "hooks",
            State.NOT_READY,
            pool.queued()
                + " calls wait for the "
                + hooks.kind()
                + " hook, which has room for "
                + pool.room()
                + "; look at the system behind it");
      }
    }
    return new Check("hooks", State.GOOD, "every hook has room for more calls");
  }

  private Check room() {
    int waiting = statistics.connections().waiting();
    int open = statistics.openTunnels();
    String found =
        open
            + " of "
            + limits.maxTunnels()
            + " tunnels are open, and "
            + waiting
            + " of "
            + limits.maxUnauthenticated()
            + " connections wait for one";
    boolean full = open >= limits.maxTunnels() || waiting >= limits.maxUnauthenticated();
    return check("room", !full, found, found + ", so new clients are refused");
  }

  private Check certificate() {
    Instant end = certificateEnd;
    return end == null
        ? new Check("certificate", State.GOOD, "the gateway has no certificate of its own to check")
        : check(
            "certificate",
            now.isBefore(end),
            "the certificate is valid until " + end,
            "the certificate expired at " + end + ", so clients turn away; renew it");
  }

  private static Check check(String name, boolean good, String well, String bad) {
    return good ? new Check(name, State.GOOD, well) : new Check(name, State.NOT_READY, bad);
  }
}
