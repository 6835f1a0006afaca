/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates a directory server may show, as JDK types. */
final class LdapTrust {
  private LdapTrust() {}

  /** The authorities that the JVM trusts, or these alone. */
  static X509TrustManager authorities(@Nullable KeyStore only) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(only);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("this JVM cannot check certificates"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot check certificates", e);
    }
  }

  /** The certificates in a PEM file. */
  static X509TrustManager pem(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new ConfigurationException(
            file + ": there is no certificate; put the directory's authority there as PEM.");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      return authorities(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          file
              + ": the directory's authorities cannot be read ("
              + e.getClass().getSimpleName()
              + "); name a readable file of PEM certificates.",
          e);
    }
  }

  /**
   * A judge of chains alone, so that the JDK looks at the host: it leaves that to managers that say
   * they know of hosts, whether they look or not.
   */
  static X509TrustManager withoutHost(X509TrustManager judge) {
    return new X509TrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String authType)
          throws CertificateException {
        judge.checkClientTrusted(chain, authType);
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String authType)
          throws CertificateException {
        judge.checkServerTrusted(chain, authType);
      }

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
      }
    };
  }

  static SSLSocketFactory socketFactory(X509TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, new SecureRandom());
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }
}
