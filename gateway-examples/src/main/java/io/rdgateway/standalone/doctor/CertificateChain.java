/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.tls.TlsIdentity;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * Whether clients get every certificate between the gateway's and a root that they may know.
 *
 * @param roots those that this machine knows
 */
record CertificateChain(TlsIdentity identity, Collection<X509Certificate> roots) implements Check {
  @Override
  public String subject() {
    return "certificate: chain";
  }

  @Override
  public List<Finding> look() {
    X509Certificate last = identity.chain().get(identity.chain().size() - 1);
    String issuer = last.getIssuerX500Principal().getName();
    if (isSelfSigned(identity.certificate())) {
      return List.of(
          Finding.warning(
              "The certificate is self-signed: every client has to be told to trust it.",
              "get one from an authority that the clients know"));
    }
    if (roots.stream().anyMatch(root -> issued(root, last))) {
      return List.of(Finding.ok("The chain is complete up to " + issuer + "."));
    }
    if (isSelfSigned(last)) {
      return List.of(
          Finding.note(
              "The chain is complete up to "
                  + issuer
                  + ", which this machine does not know; clients have to."));
    }
    return List.of(
        Finding.warning(
            "The chain ends with a certificate of "
                + issuer
                + ", which is not in the file and is no root that this machine knows. Unless it is a"
                + " root that all clients know, they cannot find the way to one.",
            "append the missing issuers to the certificate's file, each below what it issued"));
  }

  static boolean isSelfSigned(X509Certificate certificate) {
    return issued(certificate, certificate);
  }

  private static boolean issued(X509Certificate issuer, X509Certificate subject) {
    if (!subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      subject.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
