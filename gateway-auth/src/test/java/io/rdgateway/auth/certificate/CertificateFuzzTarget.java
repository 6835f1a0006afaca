/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Any certificate that the JDK reads: its names and places are found, or refused as defined. */
public final class CertificateFuzzTarget {
  private CertificateFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    X509Certificate certificate;
    try {
      certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(data));
    } catch (CertificateException e) {
      return;
    }
    try {
      CertificateNames names = CertificateNames.of(certificate);
      AuthorityPlaces places = AuthorityPlaces.of(certificate);
      if (!names.certificate().equals(certificate)
          || places.lists().size() > 2
          || !places.lists().stream().allMatch(Fetch::isPossible)) {
        throw new AssertionError("names or places that cannot be: " + places);
      }
    } catch (CertificateException e) {
      return; // malformed extensions
    }
  }
}
