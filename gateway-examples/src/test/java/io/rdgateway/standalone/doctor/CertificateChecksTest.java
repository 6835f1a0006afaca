/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.tls.TlsSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateChecksTest {
  @ParameterizedTest
  @CsvSource({
    "gw.example, gw.example, OK",
    "GW.example, gw.EXAMPLE, OK",
    "*.example, gw.example, OK",
    "*.example, a.gw.example, PROBLEM",
    "*.example, example, PROBLEM",
    "other.example, gw.example, PROBLEM",
    "'', gw.example, PROBLEM",
  })
  void names(String certified, String called, Verdict expected) throws Exception {
    assertEquals(
        expected,
        only(new CertificateNames(List.of(Chain.of(certified).with()), called)).verdict());
  }

  @Test
  void aChainThatIsWholeOrNot() throws Exception {
    Chain chain = Chain.of("gw.example");

    assertEquals(Verdict.OK, chain(chain.with(chain.middle), chain));
    assertEquals(Verdict.OK, chain(chain.with(chain.middle, chain.root), chain));
    assertEquals(Verdict.WARNING, chain(chain.with(), chain), "the middle is missing");
    assertEquals(
        Verdict.NOTE,
        only(new CertificateChain(chain.with(chain.middle, chain.root), List.of())).verdict());
    assertEquals(
        Verdict.WARNING, only(new CertificateChain(chain.with(chain.middle), List.of())).verdict());
  }

  private static Verdict chain(TlsIdentity identity, Chain known) {
    return only(new CertificateChain(identity, List.of(known.root))).verdict();
  }

  @Test
  void aCertificateThatSignsItself() {
    TlsIdentity own = TlsSource.selfSigned(List.of("gw.example")).load();

    Finding finding = only(new CertificateChain(own, List.of(own.certificate())));

    assertEquals(Verdict.WARNING, finding.verdict());
    assertTrue(finding.sentence().contains("self-signed"), finding.sentence());
    assertEquals(Verdict.OK, only(new CertificateStrength(own)).verdict());
  }

  @ParameterizedTest
  @CsvSource({
    "90, 1, OK",
    "90, 59, OK",
    "90, 61, WARNING",
    "90, 90, PROBLEM",
    "90, -1, PROBLEM",
    "900, 1, WARNING",
  })
  void times(long validDays, long today, Verdict expected) throws Exception {
    Chain chain = new Chain("gw.example", Duration.ofDays(validDays), "SHA256withECDSA", true);
    Instant now = Chain.BEGIN.plus(Duration.ofDays(today));

    List<Finding> findings = new CertificateTimes(chain.with(), () -> now).look();

    assertEquals(List.of(expected), findings.stream().map(Finding::verdict).toList());
  }

  @Test
  void anOldSignatureInTheChain() throws Exception {
    Chain old = new Chain("gw.example", Duration.ofDays(90), "SHA1withECDSA", true);

    Finding finding = only(new CertificateStrength(old.with(old.middle)));

    assertEquals(Verdict.PROBLEM, finding.verdict());
    assertTrue(finding.sentence().contains("CN=gateway"), finding.sentence());
  }

  @Test
  void usageThatAppleWants() throws Exception {
    Chain without = new Chain("gw.example", Duration.ofDays(90), "SHA256withECDSA", false);

    assertEquals(Verdict.WARNING, only(new CertificateUsage(without.with())).verdict());
    assertEquals(Verdict.OK, only(new CertificateUsage(Chain.of("a").with())).verdict());
  }

  private static Finding only(Check check) {
    List<Finding> findings = check.look();
    assertEquals(1, findings.size(), findings::toString);
    return findings.get(0);
  }
}
