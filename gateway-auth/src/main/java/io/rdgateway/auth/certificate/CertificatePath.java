/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import io.rdgateway.spi.RejectReason;
import io.rdgateway.tls.ClientTrust;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way from a user's certificate to the authority that is trusted (RFC 5280, section 6). The
 * handshake has checked it; a session that is resumed, or a tunnel that is reviewed, may have had
 * its handshake long ago.
 *
 * @param links the user's certificate first, without the authority's own
 * @param anchor the certificate of the trusted authority
 */
record CertificatePath(List<X509Certificate> links, X509Certificate anchor) {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
  private static final RejectReason INVALID =
      new RejectReason("certificate-invalid", "the certificate is not good");

  static CertificatePath check(List<X509Certificate> chain, ClientTrust trust, Instant now)
      throws CertificateRefusedException {
    List<X509Certificate> links =
        chain.stream().takeWhile(certificate -> !trust.issuers().contains(certificate)).toList();
    if (links.isEmpty() || chain.size() > trust.maxChainLength()) {
      throw refused("the chain has no certificate of a user, or too many", null);
    }
    checkUse(links.get(0));
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              trust.issuers().stream()
                  .map(issuer -> new TrustAnchor(issuer, null))
                  .collect(Collectors.toUnmodifiableSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      PKIXCertPathValidatorResult result =
          (PKIXCertPathValidatorResult)
              CertPathValidator.getInstance("PKIX")
                  .validate(
                      CertificateFactory.getInstance("X.509").generateCertPath(links), parameters);
      return new CertificatePath(plain(links), result.getTrustAnchor().getTrustedCert());
    } catch (CertPathValidatorException e) {
      throw refused("the certificate does not stand up: " + e.getReason(), e);
    } catch (GeneralSecurityException e) {
      throw refused("the certificate cannot be checked", e);
    }
  }

  private static void checkUse(X509Certificate leaf) throws CertificateRefusedException {
    try {
      List<String> usages = leaf.getExtendedKeyUsage();
      if (usages != null
          && !usages.contains(CLIENT_AUTH)
          && !usages.contains(ANY_EXTENDED_KEY_USAGE)) {
        throw refused("the certificate is not meant for TLS clients", null);
      }
    } catch (CertificateParsingException e) {
      throw refused("the uses of the certificate are malformed", e);
    }
  }

  /** The JDK's own objects, whatever engine the certificates came from. */
  private static List<X509Certificate> plain(List<X509Certificate> certificates)
      throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> plain = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      plain.add(
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
    }
    return List.copyOf(plain);
  }

  private static CertificateRefusedException refused(String why, @Nullable Throwable cause) {
    RejectReason reason = INVALID.because(why);
    return cause == null
        ? new CertificateRefusedException(reason)
        : new CertificateRefusedException(reason, cause);
  }

  X509Certificate leaf() {
    return links.get(0);
  }

  /** Who has issued a link. */
  X509Certificate issuerOf(int link) {
    return link + 1 < links.size() ? links.get(link + 1) : anchor;
  }

  /** When the first of the links ends. */
  Instant end() {
    return links.stream()
        .map(link -> link.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }
}
