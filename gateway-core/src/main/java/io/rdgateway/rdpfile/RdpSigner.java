/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.CertifiedKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs files so that mstsc shows who they come from. Immutable and thread-safe.
 *
 * <p>The certificate is one of a TLS server or for signing code, with an RSA key of at least 2048
 * bits; users are spared a warning if the client trusts its issuer. Everything in the file that can
 * be signed is signed, so nothing of it may change afterwards; {@link RdpFile#withUnsigned} changes
 * the rest, such as the token. The signature is RSA PKCS#1 v1.5 with SHA-256.
 */
public final class RdpSigner {
  private static final int MIN_RSA_BITS = 2048;
  private static final int DIGITAL_SIGNATURE = 0;
  private static final List<String> PURPOSES =
      List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.3", "2.5.29.37.0");

  private final CertifiedKey key;

  /**
   * A signer.
   *
   * @param key with the chain that goes into each file; the root may be missing
   * @throws ConfigurationException if the certificate is of no use for this, or not the key's
   */
  public RdpSigner(CertifiedKey key) {
    this.key = key;
    X509Certificate certificate = key.chain().get(0);
    if (!(certificate.getPublicKey() instanceof RSAPublicKey rsa)
        || rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      throw new ConfigurationException(
          "mstsc takes signatures by RSA keys alone; sign .rdp files with a certificate that has an"
              + " RSA key of at least "
              + MIN_RSA_BITS
              + " bits.");
    }
    requirePurpose(certificate);
    requireOwnSignature();
  }

  private static void requirePurpose(X509Certificate certificate) {
    List<String> purposes;
    try {
      purposes = certificate.getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      throw new ConfigurationException(
          "The certificate for signing .rdp files is damaged; have it issued again.", e);
    }
    boolean @Nullable [] use = certificate.getKeyUsage();
    if ((use != null && !use[DIGITAL_SIGNATURE])
        || (purposes != null && purposes.stream().noneMatch(PURPOSES::contains))) {
      throw new ConfigurationException(
          "The certificate is not meant for signing .rdp files; use one for a TLS server or for"
              + " signing code.");
    }
  }

  private void requireOwnSignature() {
    byte[] probe = {1, 2, 3, 4};
    try {
      SignatureBlob.verify(SignatureBlob.sign(probe, key), probe);
    } catch (RdpFileException e) {
      throw new ConfigurationException(
          "The private key for signing .rdp files is not that of the certificate; give the key that"
              + " it was issued for.",
          e);
    }
  }

  /**
   * Refuses a certificate outside its time.
   *
   * @param now the time of the question
   * @throws ConfigurationException if it has expired or is not valid yet
   */
  public void requireValidAt(Instant now) {
    X509Certificate certificate = key.chain().get(0);
    if (now.isAfter(certificate.getNotAfter().toInstant())
        || now.isBefore(certificate.getNotBefore().toInstant())) {
      throw new ConfigurationException(
          "The certificate for signing .rdp files is valid from "
              + certificate.getNotBefore().toInstant()
              + " to "
              + certificate.getNotAfter().toInstant()
              + "; renew it, or set the clock right.");
    }
  }

  /**
   * Signs a file. An older signature is replaced. The alternate address is added if it is missing,
   * since an attacker could add one otherwise.
   *
   * @param file with a full address
   * @return a copy with its signature
   * @throws IllegalArgumentException if the file names no host
   */
  public RdpFile sign(RdpFile file) {
    String host =
        file.text(RdpProperty.FULL_ADDRESS)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a file without \"full address\" cannot be signed; set the host"));
    RdpFile unsigned = file.toBuilder().build();
    if (unsigned.text(RdpProperty.ALTERNATE_FULL_ADDRESS).isEmpty()) {
      unsigned = unsigned.with(RdpProperty.ALTERNATE_FULL_ADDRESS.line(host));
    }
    SignScope scope = SignScope.of(unsigned);
    try {
      return unsigned.with(
          RdpProperty.SIGN_SCOPE.line(scope.names()),
          RdpProperty.SIGNATURE.line(SignatureBlob.sign(scope.message(), key)));
    } catch (RdpFileException e) {
      throw new IllegalStateException("the private key no longer signs", e);
    }
  }

  @Override
  public String toString() {
    return "RdpSigner[" + key + "]";
  }
}
