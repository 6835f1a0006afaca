/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private key and its certificate chain, found fit for a TLS server. Immutable and thread-safe.
 *
 * <p>What does not change with time is checked at construction: the key belongs to the first
 * certificate, each certificate is signed by the next one, the key is RSA with at least 2048 bits
 * or on the curve P-256, P-384 or P-521, and the extensions of the first certificate, where
 * present, let it sign as a TLS server. The validity is checked by {@link
 * #requireValidAt(Instant)}.
 */
public final class TlsIdentity {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int SAN_DNS = 2;
  private static final int SAN_IP = 7;

  private final Origin origin;
  private final PrivateKey privateKey;
  private final List<X509Certificate> chain;
  private final KeyKind keyKind;
  private final List<String> names;

  /**
   * An identity from a key and a chain.
   *
   * @param privateKey may live in a token whose provider is installed; then only {@link
   *     TlsEngine#JDK} can use it
   * @param chain the server's certificate first, then each one's issuer; the root may be missing;
   *     copied
   * @throws ConfigurationException if they are not fit for a TLS server
   */
  public TlsIdentity(PrivateKey privateKey, List<X509Certificate> chain) {
    this(Origin.GIVEN, privateKey, chain);
  }

  TlsIdentity(Origin origin, PrivateKey privateKey, List<X509Certificate> chain) {
    this.origin = origin;
    this.privateKey = privateKey;
    this.chain = List.copyOf(chain);
    if (this.chain.isEmpty()) {
      throw refusal("is missing", "give the server's certificate and its issuers");
    }
    keyKind = requireSupportedKey();
    requireServerUse();
    requireOrder();
    requireKeyOfCertificate();
    names = readNames();
  }

  /**
   * The secret half.
   *
   * @return never for logs
   */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /**
   * What the server presents.
   *
   * @return the server's certificate first; not empty
   */
  public List<X509Certificate> chain() {
    return chain;
  }

  /**
   * The server's own certificate.
   *
   * @return the first of the chain
   */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /**
   * The names that clients may use for the gateway.
   *
   * @return DNS names and IP addresses of the subject alternative names, in their order; empty
   *     without the extension, which most clients then refuse
   */
  public List<String> names() {
    return names;
  }

  /**
   * How long the server's certificate is still valid.
   *
   * @param now the time of the question
   * @return whole days, rounded down; negative once expired
   */
  public long daysUntilExpiry(Instant now) {
    Duration left = Duration.between(now, certificate().getNotAfter().toInstant());
    return Math.floorDiv(left.toSeconds(), Duration.ofDays(1).toSeconds());
  }

  /**
   * Refuses a certificate outside its time.
   *
   * @param now the time of the question
   * @throws ConfigurationException if the server's certificate has expired or is not valid yet
   */
  public void requireValidAt(Instant now) {
    Instant notBefore = certificate().getNotBefore().toInstant();
    Instant notAfter = certificate().getNotAfter().toInstant();
    if (now.isAfter(notAfter)) {
      throw refusal("expired at " + notAfter, "renew it");
    }
    if (now.isBefore(notBefore)) {
      throw refusal(
          "is not valid before " + notBefore, "wait, or set the clock of this machine right");
    }
  }

  @Override
  public String toString() {
    return "TlsIdentity["
        + certificate().getSubjectX500Principal().getName()
        + ", names="
        + names
        + ", "
        + keyKind
        + ", until "
        + certificate().getNotAfter().toInstant()
        + "]";
  }

  private KeyKind requireSupportedKey() {
    try {
      return KeyKind.of(certificate().getPublicKey());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          sentence(origin.certificate())
              + " has "
              + e.getMessage()
              + "; use a certificate with an RSA key of at least 2048 bits or an EC key on P-256,"
              + " P-384 or P-521.",
          e);
    }
  }

  private void requireServerUse() {
    X509Certificate leaf = certificate();
    List<String> extendedUse;
    try {
      extendedUse = leaf.getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      throw damaged(e);
    }
    if (extendedUse != null
        && !extendedUse.contains(SERVER_AUTH)
        && !extendedUse.contains(ANY_EXTENDED_KEY_USAGE)) {
      throw refusal(
          "is not meant for a server (its extended key usage lacks serverAuth)",
          "use a certificate that was issued for a TLS server");
    }
    // Every cipher suite of the gateway has the server sign the key exchange.
    boolean @Nullable [] use = leaf.getKeyUsage();
    if (use != null && !use[DIGITAL_SIGNATURE]) {
      throw refusal(
          "may not sign (its key usage lacks digitalSignature)",
          "use a certificate that was issued for a TLS server");
    }
  }

  private void requireOrder() {
    for (int i = 0; i + 1 < chain.size(); i++) {
      X509Certificate subject = chain.get(i);
      X509Certificate issuer = chain.get(i + 1);
      try {
        if (!subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
          throw new GeneralSecurityException("the names differ");
        }
        subject.verify(issuer.getPublicKey());
      } catch (GeneralSecurityException e) {
        throw new ConfigurationException(
            sentence(origin.certificate())
                + " comes with a chain that is out of order: number "
                + (i + 2)
                + " did not issue number "
                + (i + 1)
                + "; put the server's certificate first, then each one's issuer, and nothing else.",
            e);
      }
    }
  }

  private void requireKeyOfCertificate() {
    byte[] probe = {1, 2, 3, 4};
    try {
      // No named provider: the JDK then finds the one that can use a key inside a token.
      Signature signer = Signature.getInstance(keyKind.probeAlgorithm());
      signer.initSign(privateKey);
      signer.update(probe);
      Signature verifier = Signature.getInstance(keyKind.probeAlgorithm());
      verifier.initVerify(certificate().getPublicKey());
      verifier.update(probe);
      if (!verifier.verify(signer.sign())) {
        throw new GeneralSecurityException("the signature does not verify");
      }
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException(
          sentence(origin.key())
              + " does not belong to "
              + origin.certificate()
              + "; give the key that this certificate was issued for.",
          e);
    }
  }

  private List<String> readNames() {
    Collection<List<?>> entries;
    try {
      entries = certificate().getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      throw damaged(e);
    }
    if (entries == null) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (List<?> entry : entries) {
      Object kind = entry.get(0);
      if ((kind.equals(SAN_DNS) || kind.equals(SAN_IP)) && entry.get(1) instanceof String name) {
        found.add(name);
      }
    }
    return List.copyOf(found);
  }

  private ConfigurationException damaged(CertificateParsingException cause) {
    return new ConfigurationException(
        sentence(origin.certificate()) + " is damaged; have it issued again.", cause);
  }

  private ConfigurationException refusal(String fault, String remedy) {
    return new ConfigurationException(
        sentence(origin.certificate()) + " " + fault + "; " + remedy + ".");
  }

  private static String sentence(String start) {
    return Character.toUpperCase(start.charAt(0)) + start.substring(1);
  }
}
