/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.tls.TlsIdentity;
import java.security.cert.CertificateParsingException;
import java.util.List;

/**
 * Whether the certificate says that it is a server's; {@link TlsIdentity} refuses one that says no.
 */
record CertificateUsage(TlsIdentity identity) implements Check {
  @Override
  public String subject() {
    return "certificate: usage";
  }

  @Override
  public List<Finding> look() {
    try {
      return List.of(
          identity.certificate().getExtendedKeyUsage() != null
              ? Finding.ok("The certificate is meant for a server.")
              : Finding.warning(
                  "The certificate has no extended key usage; Apple's systems want serverAuth.",
                  "get one with the extended key usage serverAuth"));
    } catch (CertificateParsingException e) {
      return List.of(
          Finding.problem("The certificate's extended key usage cannot be read.", "replace it"));
    }
  }
}
