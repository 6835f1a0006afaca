/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.tls.TlsIdentity;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether keys and signatures of the chain are those that clients still take. */
record CertificateStrength(TlsIdentity identity) implements Check {
  private static final int MIN_RSA_BITS = 2_048;

  @Override
  public String subject() {
    return "certificate: keys and signatures";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (X509Certificate certificate : identity.chain()) {
      String who = certificate.getSubjectX500Principal().getName();
      PublicKey key = certificate.getPublicKey();
      if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
        findings.add(
            Finding.problem(
                "The RSA key of " + who + " has " + rsa.getModulus().bitLength() + " bits.",
                "get a certificate below an authority with 2048 bits or more"));
      }
      String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
      boolean broken = algorithm.startsWith("SHA1") || algorithm.startsWith("MD");
      // Nobody looks at a root's signature of itself.
      if (broken && !CertificateChain.isSelfSigned(certificate)) {
        findings.add(
            Finding.problem(
                "The certificate of "
                    + who
                    + " is signed with "
                    + certificate.getSigAlgName()
                    + ", which clients refuse.",
                "have it issued anew with SHA-256"));
      }
    }
    return findings.isEmpty()
        ? List.of(Finding.ok("Keys and signatures of the chain are strong enough."))
        : findings;
  }
}
