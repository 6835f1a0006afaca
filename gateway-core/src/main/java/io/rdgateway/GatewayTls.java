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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one gateway, and TLS of its listeners with them. Thread-safe. Each
 * certificate is replaced by itself: that one cannot be renewed must not keep another one old.
 */
final class GatewayTls implements AutoCloseable {
  private final TlsEngine engine;
  private final InstantSource clock;
  private final TlsSource first;
  private final ExpiryWarnings warnings;
  private final Consumer<GatewayEvent> events;

  /** Held while files are read; guards the certificates and the warnings. */
  private final Object looking = new Object();

  private List<LoadedCertificate> certificates = List.of();

  /** What listeners that ask nobody for a certificate share; null on plain HTTP. */
  private @Nullable ServerTls ordinary;

  /** All there are, with one for each listener that asks clients for certificates. */
  private final List<ServerTls> all = new ArrayList<>();

  GatewayTls(
      TlsSource source,
      TlsEngine engine,
      InstantSource clock,
      ExpiryWarnings warnings,
      Consumer<GatewayEvent> events) {
    first = source;
    this.engine = engine;
    this.clock = clock;
    this.warnings = warnings;
    this.events = events;
  }

  /** Loads the certificates for the first time. */
  void start() {
    synchronized (looking) {
      certificates = load(first);
      if (!certificates.isEmpty()) {
        add(new ServerTls(identities(certificates), engine, null, clock.instant()), true);
      }
    }
  }

  private synchronized void add(ServerTls made, boolean forAll) {
    all.add(made);
    if (forAll) {
      ordinary = made;
    }
  }

  /** When the first certificate in use expires; null on plain HTTP and before the start. */
  synchronized @Nullable Instant end() {
    return ordinary == null
        ? null
        : ordinary.identities().stream()
            .map(each -> each.certificate().getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElse(null);
  }

  /** For a listener that asks nobody for a certificate; null on plain HTTP and before the start. */
  synchronized @Nullable ServerTls ordinary() {
    return ordinary;
  }

  /** For a listener that asks clients for certificates. */
  ServerTls askingFor(ClientTrust clients) {
    synchronized (looking) {
      if (certificates.isEmpty()) {
        throw new ConfigurationException(
            "Client certificates need TLS: give the gateway a certificate of its own, or do not"
                + " bind an address that asks for them.");
      }
      ServerTls made = new ServerTls(identities(certificates), engine, clients, clock.instant());
      add(made, false);
      return made;
    }
  }

  /** Loads from where the certificates came from, and complains of what cannot be used. */
  void reload() {
    requireTls();
    List<ConfigurationException> mistakes = look();
    if (!mistakes.isEmpty()) {
      ConfigurationException mistake = mistakes.get(0);
      mistakes.stream().skip(1).forEach(mistake::addSuppressed);
      throw mistake;
    }
  }

  /**
   * Takes what is new, keeps what is in use where there is a mistake, and tells of both.
   *
   * @return the mistakes, also those that were told before
   */
  List<ConfigurationException> look() {
    List<ConfigurationException> mistakes = new ArrayList<>();
    synchronized (looking) {
      for (int i = 0; i < certificates.size(); i++) {
        LoadedCertificate before = certificates.get(i);
        try {
          LoadedCertificate next = before.next();
          if (next != null) {
            List<LoadedCertificate> changed = new ArrayList<>(certificates);
            changed.set(i, next);
            use(changed);
          }
        } catch (ConfigurationException e) {
          mistakes.add(e);
          if (before.isNews(e)) {
            events.accept(
                new GatewayEvent.CertificateRefused(
                    clock.instant(),
                    GatewayEvent.Certificate.of(before.identity()),
                    String.valueOf(e.getMessage())));
          }
        }
      }
      warn();
    }
    return mistakes;
  }

  /** Loads from elsewhere, now and later. */
  void update(TlsSource from) {
    requireTls();
    synchronized (looking) {
      List<LoadedCertificate> next = load(from);
      if (next.isEmpty()) {
        throw noTls();
      }
      use(next);
      warn();
    }
  }

  /** Tells of certificates whose end is near. */
  void warn() {
    synchronized (looking) {
      warnings.due(identities(certificates), clock.instant()).forEach(events);
    }
  }

  private void use(List<LoadedCertificate> next) {
    List<TlsIdentity> before = identities(certificates);
    List<TlsIdentity> after = identities(next);
    Instant now = clock.instant();
    for (ServerTls each : listeners()) {
      each.replace(after, now);
    }
    certificates = next;
    for (int i = 0; i < after.size(); i++) {
      TlsIdentity old = i < before.size() ? before.get(i) : null;
      if (after.get(i) != old) {
        events.accept(
            new GatewayEvent.CertificateChanged(
                now,
                old == null ? null : GatewayEvent.Certificate.of(old),
                GatewayEvent.Certificate.of(after.get(i))));
      }
    }
  }

  private synchronized List<ServerTls> listeners() {
    return List.copyOf(all);
  }

  private void requireTls() {
    if (ordinary() == null) {
      throw noTls();
    }
  }

  private static IllegalStateException noTls() {
    return new IllegalStateException(
        "the gateway does not run with TLS, so there is no certificate to change");
  }

  private static List<LoadedCertificate> load(TlsSource from) {
    if (from instanceof TlsSource.Loader loader) {
      return List.of(LoadedCertificate.load(loader));
    }
    if (from instanceof TlsSource.ByName several) {
      return several.loaders().stream().map(LoadedCertificate::load).toList();
    }
    return List.of();
  }

  private static List<TlsIdentity> identities(List<LoadedCertificate> of) {
    return of.stream().map(LoadedCertificate::identity).toList();
  }

  /** Waits for no look that is under way. */
  @Override
  public synchronized void close() {
    all.forEach(ServerTls::close);
  }
}
