/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The {@code tls-server-end-point} channel binding of a TLS connection (RFC 5929, section 4). */
public final class EndPointBinding {
  private static final byte[] PREFIX = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);

  private final byte[] certificateHash;

  /**
   * The binding to a certificate.
   *
   * @param certificateHash hash of the server's certificate by the digest of its signature, at
   *     least SHA-256; copied
   */
  public EndPointBinding(byte[] certificateHash) {
    this.certificateHash = certificateHash.clone();
  }

  /**
   * The binding to a server's certificate, on either side of the connection.
   *
   * @param certificate the one that the server sent in the handshake
   * @return null if the certificate's signature has no digest of its own, as with Ed25519; the RFC
   *     then defines no binding
   * @throws GeneralSecurityException if this JVM lacks the digest
   */
  public static @Nullable EndPointBinding of(X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] hash = CertificateHash.of(certificate);
    return hash == null ? null : new EndPointBinding(hash);
  }

  /**
   * The application data of the binding as security mechanisms take it.
   *
   * @return {@code tls-server-end-point:} and the hash; a copy
   */
  public byte[] applicationData() {
    byte[] data = Arrays.copyOf(PREFIX, PREFIX.length + certificateHash.length);
    System.arraycopy(certificateHash, 0, data, PREFIX.length, certificateHash.length);
    return data;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EndPointBinding that
        && Arrays.equals(certificateHash, that.certificateHash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(certificateHash);
  }

  @Override
  public String toString() {
    return "tls-server-end-point:" + certificateHash.length + " bytes";
  }
}
