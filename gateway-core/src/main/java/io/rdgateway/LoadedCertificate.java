/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.tls.TlsSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One certificate in use and where it came from. Not thread-safe. */
final class LoadedCertificate {
  private final TlsSource.Loader loader;
  private TlsIdentity identity;
  private Optional<String> version;

  /** What is wrong there now, as it was told; null if nothing is. */
  private @Nullable String told;

  private LoadedCertificate(
      TlsSource.Loader loader, TlsIdentity identity, Optional<String> version) {
    this.loader = loader;
    this.identity = identity;
    this.version = version;
  }

  static LoadedCertificate load(TlsSource.Loader loader) {
    // The version before the content: if files change in between, the next look sees it.
    Optional<String> version = loader.version();
    return new LoadedCertificate(loader, loader.load(), version);
  }

  TlsIdentity identity() {
    return identity;
  }

  /**
   * Looks whether there is another certificate. What was refused before is tried again: a file that
   * is not valid yet will be.
   *
   * @return null if it is the one in use
   * @throws ConfigurationException if there is none that can be used
   */
  @Nullable LoadedCertificate next() {
    try {
      Optional<String> seen = loader.version();
      if (seen.isPresent() && seen.equals(version)) {
        told = null;
        return null;
      }
      LoadedCertificate next = load(loader);
      if (next.identity.chain().equals(identity.chain())) { // its key is the same, then
        version = next.version;
        told = null;
        return null;
      }
      return next;
    } catch (ConfigurationException e) {
      throw e;
    } catch (RuntimeException e) { // an application's own loader
      throw new ConfigurationException(
          "The certificate cannot be loaded (" + e + "); see the cause in the log.", e);
    }
  }

  /**
   * Whether a mistake has to be told: once for each state of the place.
   *
   * @return false if it was told at an earlier look and nothing has changed
   */
  boolean isNews(ConfigurationException mistake) {
    String state = mistake.getMessage() + "\n" + state();
    if (state.equals(told)) {
      return false;
    }
    told = state;
    return true;
  }

  private String state() {
    try {
      return loader.version().orElse("");
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
