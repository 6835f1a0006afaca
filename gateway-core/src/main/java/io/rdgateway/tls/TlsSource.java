/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the gateway's certificate comes from. Almost always a {@link Loader}, which is a functional
 * interface: an application whose certificates live elsewhere implements it with a lambda.
 */
public sealed interface TlsSource {

  /** Yields the certificate, at the start and again on each reload. Thread-safe. */
  @FunctionalInterface
  non-sealed interface Loader extends TlsSource {
    /**
     * Loads the certificate and its key as they are now. May block on files.
     *
     * @return a checked identity, whose validity in time the gateway checks itself
     * @throws ConfigurationException if there is no usable one; on a reload the gateway then keeps
     *     the certificate that it has
     */
    TlsIdentity load();

    /**
     * Tells whether {@link #load} would find something else than before, without loading. May block
     * on files.
     *
     * @return changes whenever the content does; empty if that takes loading, as without an
     *     implementation
     * @throws ConfigurationException if there is nothing to read
     */
    default Optional<String> version() {
      return Optional.empty();
    }
  }

  /**
   * Several certificates, of which clients get one by the name that they ask for. Made by {@link
   * TlsSource#byName}.
   *
   * @param loaders at least one; the first is for clients that ask for no name or an unknown one
   */
  record ByName(List<Loader> loaders) implements TlsSource {
    /** Copies the list. */
    public ByName {
      loaders = List.copyOf(loaders);
      if (loaders.isEmpty()) {
        throw new ConfigurationException("A gateway with TLS needs at least one certificate.");
      }
    }
  }

  /** No TLS at all. Made by {@link TlsSource#insecurePlainHttp()}. */
  record InsecurePlainHttp() implements TlsSource {}

  /**
   * A certificate and an unencrypted key in PEM files, at most 1 MiB each.
   *
   * @param certificateChain the server's certificate first, then its issuers; a private key in it
   *     is ignored
   * @param privateKey exactly one key as PKCS#8, PKCS#1 (RSA) or SEC1 (EC); may be the same file
   * @return reads both files at each load
   */
  static Loader pem(Path certificateChain, Path privateKey) {
    return new PemSource(certificateChain, privateKey, null);
  }

  /**
   * A certificate and an encrypted key in PEM files, at most 1 MiB each.
   *
   * @param certificateChain the server's certificate first, then its issuers; a private key in it
   *     is ignored
   * @param privateKey exactly one key as encrypted PKCS#8 or with OpenSSL's older encryption; one
   *     that turns out unencrypted is taken, too
   * @param password of the key; copied, and kept in memory for reloads
   * @return reads both files at each load
   */
  static Loader pem(Path certificateChain, Path privateKey, char[] password) {
    return new PemSource(certificateChain, privateKey, password.clone());
  }

  /**
   * A PKCS#12 store ({@code .p12}, {@code .pfx}) with exactly one private key, at most 1 MiB.
   *
   * @param store the file
   * @param password of the store and of the key in it; copied, and kept in memory for reloads
   * @return reads the file at each load
   */
  static Loader pkcs12(Path store, char[] password) {
    return new Pkcs12Source(store, password.clone());
  }

  /**
   * A certificate and a key that the application already has.
   *
   * @param privateKey the key
   * @param chain the server's certificate first, then its issuers
   * @return yields the same at each load
   * @throws ConfigurationException if they are not fit for a TLS server
   */
  static Loader of(PrivateKey privateKey, List<X509Certificate> chain) {
    TlsIdentity identity = new TlsIdentity(privateKey, chain);
    return () -> identity;
  }

  /**
   * A certificate made on the spot that exists in memory only: for tests. Clients refuse it unless
   * told to trust it; {@link SelfSignedCertificate} makes one that can be kept and handed out.
   *
   * @param names DNS names and IP addresses that the clients will use; not empty
   * @return yields the same at each load, valid for 30 days from this call
   * @throws ConfigurationException if a name is malformed
   */
  static Loader selfSigned(List<String> names) {
    TlsIdentity identity = SelfSignedCertificate.forTests(names).identity();
    return () -> identity;
  }

  /**
   * Several certificates. Each client gets the first one whose subject alternative names have the
   * name that it asks for (SNI, RFC 6066), whole or by a wildcard for its first label; a whole name
   * goes before a wildcard. The name decides about the certificate and nothing else.
   *
   * @param standard for clients that ask for no name, as those do that connect to an address, or
   *     for one that no certificate has
   * @param others further ones
   * @return reads all of them at each load
   */
  static TlsSource byName(Loader standard, Loader... others) {
    List<Loader> loaders = new ArrayList<>(List.of(others));
    loaders.add(0, standard);
    return new ByName(loaders);
  }

  /**
   * No TLS: the gateway speaks plain HTTP and everything on the wire, passwords included, can be
   * read and changed. Only for a gateway behind a proxy that terminates TLS on the same machine or
   * over a protected network. Clients then get no channel binding.
   *
   * @return the marker
   */
  static TlsSource insecurePlainHttp() {
    return new InsecurePlainHttp();
  }
}
