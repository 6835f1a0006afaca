/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;

/** The certificates of a PEM file. */
final class PemCertificates {
  private PemCertificates() {}

  /**
   * Reads a chain.
   *
   * @param file the file
   * @return all its certificates in their order; not empty
   * @throws ConfigurationException if there is none or one is damaged
   */
  static List<X509Certificate> read(Path file) {
    List<X509Certificate> chain = new ArrayList<>();
    for (Object object : PemFile.read(file, "certificate file", "CERTIFICATE")) {
      if (object instanceof X509CertificateHolder certificate) {
        chain.add(convert(file, certificate));
      } else if (object instanceof X509TrustedCertificateBlock trusted) {
        chain.add(convert(file, trusted.getCertificateHolder()));
      }
    }
    if (chain.isEmpty()) {
      throw new ConfigurationException(
          "The certificate file "
              + file
              + " has no certificate; give the file in which a line reads"
              + " -----BEGIN CERTIFICATE-----.");
    }
    return chain;
  }

  private static X509Certificate convert(Path file, X509CertificateHolder certificate) {
    try {
      return new JcaX509CertificateConverter().getCertificate(certificate);
    } catch (CertificateException e) {
      throw new ConfigurationException(
          "The certificate file " + file + " has a damaged certificate; have it issued again.", e);
    }
  }
}
