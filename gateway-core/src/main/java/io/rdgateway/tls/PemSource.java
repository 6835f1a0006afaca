/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.tls.TlsSource.Loader;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A certificate chain and a private key in PEM files. */
final class PemSource implements Loader {
  private final Path certificateFile;
  private final Path keyFile;
  private final char @Nullable [] password;

  PemSource(Path certificateFile, Path keyFile, char @Nullable [] password) {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    this.password = password;
  }

  @Override
  public TlsIdentity load() {
    CertifiedKey key = read();
    return new TlsIdentity(Origin.files(certificateFile, keyFile), key.privateKey(), key.chain());
  }

  @Override
  public Optional<String> version() {
    return Optional.of(
        new FileVersion()
            .with(certificateFile, "certificate file")
            .with(keyFile, "private key file")
            .text());
  }

  /** The content, whatever it is fit for. */
  CertifiedKey read() {
    List<X509Certificate> chain = PemCertificates.read(certificateFile);
    char[] copy = password == null ? null : password.clone();
    try {
      return new CertifiedKey(PemPrivateKey.read(keyFile, copy), chain);
    } finally {
      if (copy != null) {
        Arrays.fill(copy, '\0');
      }
    }
  }

  @Override
  public String toString() {
    return "pem(" + certificateFile + ", " + keyFile + ")";
  }
}
