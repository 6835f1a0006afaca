/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import io.rdgateway.tls.ClientTrust;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges the certificates of clients in the handshake (RFC 5280, section 6). The JDK's own trust
 * manager may look for missing issuers where the client's certificate tells it to; this one takes
 * the chain in the order in which it was sent, as TLS demands, and asks nobody.
 */
final class ClientTrustManager extends X509ExtendedTrustManager {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;

  private final ClientTrust trust;
  private final Set<X509Certificate> issuers;
  private final Set<TrustAnchor> anchors;

  ClientTrustManager(ClientTrust trust) {
    this.trust = trust;
    issuers = Set.copyOf(trust.issuers());
    anchors =
        issuers.stream()
            .map(issuer -> new TrustAnchor(issuer, null))
            .collect(Collectors.toUnmodifiableSet());
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length < 1 || chain.length > trust.maxChainLength()) {
      throw new CertificateException(
          "the client sent " + chain.length + " certificates, not 1 to " + trust.maxChainLength());
    }
    int bytes = 0;
    for (X509Certificate certificate : chain) {
      bytes += certificate.getEncoded().length;
    }
    if (bytes > trust.maxChainBytes()) {
      throw new CertificateException("the client's certificates have " + bytes + " bytes");
    }
    checkUse(chain[0]);
    checkPath(chain);
  }

  private static void checkUse(X509Certificate leaf) throws CertificateException {
    boolean[] usage = leaf.getKeyUsage();
    List<String> extended = leaf.getExtendedKeyUsage();
    boolean forClients =
        leaf.getBasicConstraints() < 0
            && (usage == null || usage[DIGITAL_SIGNATURE])
            && (extended == null
                || extended.contains(CLIENT_AUTH)
                || extended.contains(ANY_EXTENDED_KEY_USAGE));
    if (!forClients) {
      throw new CertificateException("the client's certificate is not meant for TLS clients");
    }
  }

  private void checkPath(X509Certificate[] chain) throws CertificateException {
    // Many clients send the root as well, which is no part of the path. Behind it comes nothing
    // that
    // anybody has checked.
    List<X509Certificate> path =
        Arrays.stream(chain).takeWhile(certificate -> !issuers.contains(certificate)).toList();
    if (path.size() + 1 < chain.length) {
      throw new CertificateException("the client sent certificates that belong to no path");
    }
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    } catch (CertPathValidatorException e) {
      throw new CertificateException("the client's certificate is not good: " + e.getReason(), e);
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the client's certificate cannot be checked", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this is the server's side");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is the server's side");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is the server's side");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return issuers.toArray(X509Certificate[]::new);
  }
}
