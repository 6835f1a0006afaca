/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of others, from PEM files. */
final class PemTrust {
  private PemTrust() {}

  /** All certificates of some files. */
  static List<X509Certificate> certificates(List<Path> files) {
    List<X509Certificate> all = new ArrayList<>();
    files.forEach(file -> all.addAll(certificates(file)));
    return all;
  }

  private static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> all = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        all.add((X509Certificate) one);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          file + " cannot be read as certificates (" + e + "); name a PEM file.", e);
    }
    if (all.isEmpty()) {
      throw new ConfigurationException(file + " has no certificate; name a PEM file.");
    }
    return all;
  }

  /** Makes TLS connections to servers whose certificates these authorities have issued. */
  static SSLSocketFactory sockets(Path authorities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate one : certificates(authorities)) {
        store.setCertificateEntry("authority-" + store.size(), one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot trust certificates", e);
    }
  }
}
