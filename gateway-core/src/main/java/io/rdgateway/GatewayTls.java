/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.ClientTrust;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.tls.TlsSource;
import io.rdgateway.transport.tls.ServerTls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificates of one gateway, and TLS of its listeners with them. Thread-safe. */
final class GatewayTls implements AutoCloseable {
  private final TlsEngine engine;
  private final InstantSource clock;
  private final TlsSource source;

  /** What listeners that ask nobody for a certificate share; null on plain HTTP. */
  private @Nullable ServerTls ordinary;

  /** One for each listener that asks clients for certificates. */
  private final List<ServerTls> asking = new ArrayList<>();

  GatewayTls(TlsSource source, TlsEngine engine, InstantSource clock) {
    this.source = source;
    this.engine = engine;
    this.clock = clock;
  }

  /** Loads the certificate for the first time. */
  synchronized void start() {
    if (!(source instanceof TlsSource.InsecurePlainHttp)) {
      ordinary = new ServerTls(load(source), engine, null, clock.instant());
    }
  }

  /** For a listener that asks nobody for a certificate; null on plain HTTP and before the start. */
  synchronized @Nullable ServerTls ordinary() {
    return ordinary;
  }

  /** For a listener that asks clients for certificates. */
  synchronized ServerTls askingFor(ClientTrust clients) {
    if (ordinary == null) {
      throw new ConfigurationException(
          "Client certificates need TLS: give the gateway a certificate of its own, or do not bind"
              + " an address that asks for them.");
    }
    ServerTls made = new ServerTls(ordinary.identities(), engine, clients, clock.instant());
    asking.add(made);
    return made;
  }

  /** When the first of the certificates in use ends; null on plain HTTP and before the start. */
  synchronized @Nullable Instant firstEnd() {
    return ordinary == null
        ? null
        : ordinary.identities().stream()
            .map(identity -> identity.certificate().getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElse(null);
  }

  private static List<TlsIdentity> load(TlsSource from) {
    if (from instanceof TlsSource.Loader loader) {
      return List.of(loader.load());
    }
    if (from instanceof TlsSource.ByName several) {
      return several.loaders().stream().map(TlsSource.Loader::load).toList();
    }
    return List.of();
  }

  /** Loads from where the gateway was told at first. */
  void reload() {
    update(source);
  }

  /** Loads from elsewhere. Reads files outside the lock, which the accepting of clients takes. */
  void update(TlsSource from) {
    if (ordinary() == null || from instanceof TlsSource.InsecurePlainHttp) {
      throw new IllegalStateException(
          "the gateway does not run with TLS, so there is no certificate to change");
    }
    List<TlsIdentity> identities = load(from);
    synchronized (this) {
      if (ordinary != null) {
        ordinary.replace(identities, clock.instant());
      }
      for (ServerTls each : asking) {
        each.replace(identities, clock.instant());
      }
    }
  }

  @Override
  public synchronized void close() {
    if (ordinary != null) {
      ordinary.close();
    }
    asking.forEach(ServerTls::close);
  }
}
