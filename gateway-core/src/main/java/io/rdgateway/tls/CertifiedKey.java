/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificate as a file holds them, not yet found fit for anything; {@link
 * TlsIdentity} and {@link io.rdgateway.rdpfile.RdpSigner} check what they take.
 *
 * @param privateKey never for logs
 * @param chain the key's certificate first, then each one's issuer
 */
public record CertifiedKey(PrivateKey privateKey, List<X509Certificate> chain) {

  /** Copies the chain. */
  public CertifiedKey {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new ConfigurationException("A private key needs its certificate; give both.");
    }
  }

  /**
   * Reads PEM files, at most 1 MiB each.
   *
   * @param certificateChain the key's certificate first, then its issuers
   * @param privateKey exactly one unencrypted key as PKCS#8, PKCS#1 (RSA) or SEC1 (EC)
   * @return both
   * @throws ConfigurationException if a file cannot be read or holds something else
   */
  public static CertifiedKey pem(Path certificateChain, Path privateKey) {
    return new PemSource(certificateChain, privateKey, null).read();
  }

  /**
   * Reads PEM files with an encrypted key, at most 1 MiB each.
   *
   * @param certificateChain the key's certificate first, then its issuers
   * @param privateKey exactly one key as encrypted PKCS#8 or with OpenSSL's older encryption
   * @param password of the key; not kept
   * @return both
   * @throws ConfigurationException if a file cannot be read or opened, or holds something else
   */
  public static CertifiedKey pem(Path certificateChain, Path privateKey, char[] password) {
    return new PemSource(certificateChain, privateKey, password.clone()).read();
  }

  /**
   * Reads a PKCS#12 store with exactly one private key, at most 1 MiB.
   *
   * @param store the file
   * @param password of the store and of the key in it; not kept
   * @return the key and its chain
   * @throws ConfigurationException if it cannot be read or opened
   */
  public static CertifiedKey pkcs12(Path store, char[] password) {
    return new Pkcs12Source(store, password.clone()).read();
  }

  @Override
  public String toString() {
    return "CertifiedKey[" + chain.get(0).getSubjectX500Principal().getName() + "]";
  }
}
