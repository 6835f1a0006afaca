/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import io.rdgateway.spi.UserPrincipal;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The attribute of a principal that keeps its certificates, so that a review can judge them again
 * and nothing has to be remembered apart from the tunnel.
 */
final class ChainAttribute {
  static final String NAME = "certificate-chain";

  private ChainAttribute() {}

  static List<String> of(List<X509Certificate> chain) throws CertificateEncodingException {
    List<String> texts = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      texts.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
    }
    return texts;
  }

  static List<X509Certificate> chain(UserPrincipal principal) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> chain = new ArrayList<>();
    for (String text : principal.attributes().getOrDefault(NAME, List.of())) {
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new CertificateException("the attribute " + NAME + " is not base64", e);
      }
      chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
    }
    return chain;
  }
}
