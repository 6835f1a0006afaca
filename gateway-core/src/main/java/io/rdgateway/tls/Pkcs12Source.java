/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.TlsSource.Loader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A certificate chain and a private key in a PKCS#12 store. */
final class Pkcs12Source implements Loader {
  private final Path file;
  private final char[] password;

  Pkcs12Source(Path file, char[] password) {
    this.file = file;
    this.password = password;
  }

  @Override
  public TlsIdentity load() {
    CertifiedKey key = read();
    return new TlsIdentity(Origin.files(file, file), key.privateKey(), key.chain());
  }

  @Override
  public Optional<String> version() {
    return Optional.of(new FileVersion().with(file, "key store").text());
  }

  /** The content, whatever it is fit for. */
  CertifiedKey read() {
    byte[] content = ConfigurationFile.read(file, "key store");
    char[] copy = password.clone();
    try {
      KeyStore store = open(content, copy);
      String alias = onlyKey(store);
      return new CertifiedKey(key(store, alias, copy), chain(store, alias));
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException(
          "The key store " + file + " is damaged or of an unsupported kind; export it again.", e);
    } finally {
      Arrays.fill(content, (byte) 0);
      Arrays.fill(copy, '\0');
    }
  }

  private KeyStore open(byte[] content, char[] secret) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(content), secret);
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw new ConfigurationException(
            "The password does not open the key store " + file + "; give the right one.", e);
      }
      throw new ConfigurationException(
          "The key store "
              + file
              + " is not a PKCS#12 store that this JVM can read; export the certificate as PKCS#12"
              + " (.p12, .pfx) again, or give PEM files.",
          e);
    }
    return store;
  }

  private String onlyKey(KeyStore store) throws GeneralSecurityException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
        keys.add(alias);
      }
    }
    if (keys.isEmpty()) {
      throw new ConfigurationException(
          "The key store "
              + file
              + " has no private key; export the certificate together with its private key.");
    }
    if (keys.size() > 1) {
      throw new ConfigurationException(
          "The key store "
              + file
              + " has "
              + keys.size()
              + " private keys; export the gateway's certificate into a store of its own.");
    }
    return keys.get(0);
  }

  private PrivateKey key(KeyStore store, String alias, char[] secret)
      throws GeneralSecurityException {
    try {
      return (PrivateKey) store.getKey(alias, secret);
    } catch (UnrecoverableKeyException e) {
      throw new ConfigurationException(
          "The password of the key store "
              + file
              + " does not open the private key in it; give both the same password.",
          e);
    }
  }

  private List<X509Certificate> chain(KeyStore store, String alias)
      throws GeneralSecurityException {
    Certificate[] certificates = store.getCertificateChain(alias);
    if (certificates == null) {
      throw new ConfigurationException(
          "The key store "
              + file
              + " has a private key without a certificate; export both together.");
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : certificates) {
      chain.add((X509Certificate) certificate);
    }
    return chain;
  }

  @Override
  public String toString() {
    return "pkcs12(" + file + ")";
  }
}
