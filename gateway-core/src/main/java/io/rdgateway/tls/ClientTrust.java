/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * Which certificates clients may show in the TLS handshake, where a listener asks for them. The
 * handshake checks the signatures, dates and constraints of the chain and that its first
 * certificate is meant for TLS clients; it asks nobody over the network. Whether a certificate has
 * been revoked, and whose it is, is for the {@link io.rdgateway.spi.Authenticator}. Immutable.
 */
public final class ClientTrust {
  private static final int DEFAULT_CHAIN = 5;
  private static final int DEFAULT_BYTES = 16 << 10;

  private final List<X509Certificate> issuers;
  private final boolean required;
  private final int maxChainLength;
  private final int maxChainBytes;

  private ClientTrust(
      List<X509Certificate> issuers, boolean required, int maxChainLength, int maxChainBytes) {
    this.issuers = issuers;
    this.required = required;
    this.maxChainLength = maxChainLength;
    this.maxChainBytes = maxChainBytes;
  }

  /**
   * Requires a certificate of one of these issuers: other clients do not get through the handshake.
   * At most 5 certificates of 16 KiB together may be sent.
   *
   * @param issuers certificates of certification authorities, at least one. Everybody whom they
   *     ever certify for TLS is let into the handshake, so this should be an authority for users,
   *     and never the operating system's whole list
   * @return the rules
   * @throws ConfigurationException if there is none, or one is no authority's
   */
  public static ClientTrust of(Collection<X509Certificate> issuers) {
    List<X509Certificate> copy = List.copyOf(issuers);
    if (copy.isEmpty()) {
      throw new ConfigurationException(
          "Name at least one authority whose client certificates are trusted.");
    }
    for (X509Certificate issuer : copy) {
      if (issuer.getBasicConstraints() < 0) {
        throw new ConfigurationException(
            "The certificate of "
                + issuer.getSubjectX500Principal()
                + " is not that of an authority (no CA in its basic constraints); name the issuer"
                + " of the clients' certificates, not one of theirs.");
      }
    }
    return new ClientTrust(copy, true, DEFAULT_CHAIN, DEFAULT_BYTES);
  }

  /**
   * Like {@link #of}, with the issuers of a PEM file of at most 1 MiB.
   *
   * @param file certificates of certification authorities
   * @return the rules
   * @throws ConfigurationException if the file cannot be used
   */
  public static ClientTrust pem(Path file) {
    return of(PemCertificates.read(file));
  }

  /**
   * The same rules for a listener that only asks: a client without a certificate gets through the
   * handshake and has to sign in otherwise. One with a wrong certificate does not.
   *
   * @return new rules
   */
  public ClientTrust optional() {
    return new ClientTrust(issuers, false, maxChainLength, maxChainBytes);
  }

  /**
   * The same rules with other bounds of what a client may send.
   *
   * @param certificates 1 to 10
   * @param bytes of all certificates together, 1 KiB to 64 KiB
   * @return new rules
   * @throws IllegalArgumentException if one is out of its range
   */
  public ClientTrust withMaxChain(int certificates, int bytes) {
    if (certificates < 1 || certificates > 10 || bytes < 1 << 10 || bytes > 64 << 10) {
      throw new IllegalArgumentException(
          "a chain has at most 1 to 10 certificates and 1 to 64 KiB");
    }
    return new ClientTrust(issuers, required, certificates, bytes);
  }

  /**
   * Whose certificates are trusted.
   *
   * @return at least one
   */
  public List<X509Certificate> issuers() {
    return issuers;
  }

  /**
   * Whether a client must show a certificate.
   *
   * @return false after {@link #optional}
   */
  public boolean isRequired() {
    return required;
  }

  /**
   * How many certificates a client may send.
   *
   * @return 1 to 10
   */
  public int maxChainLength() {
    return maxChainLength;
  }

  /**
   * How large the certificates that a client sends may be together.
   *
   * @return bytes
   */
  public int maxChainBytes() {
    return maxChainBytes;
  }
}
