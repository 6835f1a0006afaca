/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Whether every certificate of the chain is valid, and for how long. */
record CertificateTimes(TlsIdentity identity, InstantSource clock) implements Check {
  private static final Duration SOON = Duration.ofDays(30);

  /** Apple's systems take no longer ones. */
  private static final Duration LONGEST = Duration.ofDays(825);

  @Override
  public String subject() {
    return "certificate: times";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    Instant now = clock.instant();
    for (X509Certificate certificate : identity.chain()) {
      look(certificate, now, findings);
    }
    Instant begin = identity.certificate().getNotBefore().toInstant();
    Instant end = identity.certificate().getNotAfter().toInstant();
    if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
      findings.add(
          Finding.warning(
              "The certificate is valid for more than 825 days, which Apple's systems refuse.",
              "get one that ends earlier"));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok("The certificate is valid until " + end + "."))
        : findings;
  }

  private static void look(X509Certificate certificate, Instant now, List<Finding> findings) {
    String who = certificate.getSubjectX500Principal().getName();
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(begin)) {
      findings.add(
          Finding.problem(
              "The certificate of " + who + " is not valid before " + begin + ".",
              "see whether the clock of this machine is right, or wait"));
    } else if (!now.isBefore(end)) {
      findings.add(
          Finding.problem("The certificate of " + who + " has ended at " + end + ".", "renew it"));
    } else if (now.plus(SOON).isAfter(end)) {
      findings.add(
          Finding.warning(
              "The certificate of " + who + " ends at " + end + ".",
              "renew it, and see why nothing has renewed it yet"));
    }
  }
}
