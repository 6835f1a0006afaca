/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When to warn of the end of certificates: once for each certificate at each number of days. Not
 * thread-safe.
 */
final class ExpiryWarnings {
  private static final int EXPIRED = -1;
  private static final int NOT_YET = Integer.MAX_VALUE;

  private final NavigableSet<Integer> days;

  /** The last mark that was told of each certificate in use. */
  private final Map<X509Certificate, Integer> told = new HashMap<>();

  ExpiryWarnings(Collection<Integer> days) {
    this.days = new TreeSet<>(days);
  }

  /**
   * What has to be said now.
   *
   * @param identities what is in use
   * @param now the time
   * @return at most one event for each
   */
  List<GatewayEvent> due(Collection<TlsIdentity> identities, Instant now) {
    told.keySet()
        .retainAll(identities.stream().map(TlsIdentity::certificate).collect(Collectors.toSet()));
    List<GatewayEvent> due = new ArrayList<>();
    for (TlsIdentity identity : identities) {
      int mark = mark(identity, now);
      if (mark < told.getOrDefault(identity.certificate(), NOT_YET)) {
        told.put(identity.certificate(), mark);
        GatewayEvent.Certificate certificate = GatewayEvent.Certificate.of(identity);
        due.add(
            mark == EXPIRED
                ? new GatewayEvent.CertificateExpired(now, certificate)
                : new GatewayEvent.CertificateExpiring(
                    now, certificate, identity.daysUntilExpiry(now)));
      }
    }
    return due;
  }

  /** The lowest number of days that has been reached. */
  private int mark(TlsIdentity identity, Instant now) {
    Duration left = Duration.between(now, identity.certificate().getNotAfter().toInstant());
    if (left.isNegative()) {
      return EXPIRED;
    }
    for (int each : days) {
      if (left.compareTo(Duration.ofDays(each)) <= 0) {
        return each;
      }
    }
    return NOT_YET;
  }
}
