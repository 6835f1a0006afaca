/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import io.rdgateway.tls.TlsSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its key: {@code certificate} and {@code key} as PEM, or {@code pkcs12}.
 *
 * @param certificate the chain, or the store
 * @param key null for a store
 * @param password of the key or the store; null for none
 */
public record CertificateFiles(Path certificate, @Nullable Path key, @Nullable Secret password) {
  static final List<String> KEYS =
      List.of("certificate", "key", "pkcs12", "password-file", "password-variable");

  static CertificateFiles read(Node node, Reading reading) {
    return read(new Block(node, "a certificate", KEYS, reading));
  }

  static CertificateFiles read(Block block) {
    Value<Path> chain = block.optional("certificate", Values::path);
    Value<Path> key = block.optional("key", Values::path);
    Value<Path> store = block.optional("pkcs12", Values::path);
    Value<Secret> password = block.secret("password");
    return block.made(
        () -> {
          Path pem = chain.orNull();
          Path pkcs12 = store.orNull();
          if (pem != null && key.orNull() != null && pkcs12 == null) {
            return new CertificateFiles(pem, key.orNull(), password.orNull());
          }
          if (pkcs12 != null && pem == null && key.orNull() == null && password.orNull() != null) {
            return new CertificateFiles(pkcs12, null, password.orNull());
          }
          throw new IllegalArgumentException(
              "a certificate is either \"certificate\" and \"key\" (PEM) or \"pkcs12\" and"
                  + " \"password-file\"; add what is missing and remove the other");
        });
  }

  /** Reads the files, now and at each reload; the password is read by this call. */
  public TlsSource.Loader source() {
    char[] word = password == null ? null : password.read().toCharArray();
    if (key == null) {
      return TlsSource.pkcs12(certificate, word == null ? new char[0] : word);
    }
    return word == null ? TlsSource.pem(certificate, key) : TlsSource.pem(certificate, key, word);
  }

  /** The file with the private key. */
  public Path keyFile() {
    return key == null ? certificate : key;
  }

  /** Files that others must not read. */
  public List<Path> secretFiles() {
    Optional<Path> word = password == null ? Optional.empty() : password.file();
    return word.isPresent() ? List.of(keyFile(), word.get()) : List.of(keyFile());
  }
}
