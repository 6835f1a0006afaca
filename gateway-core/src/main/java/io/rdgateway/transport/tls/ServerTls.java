/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.ClientTrust;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one listener: TLS 1.3 and 1.2, HTTP/1.1, without renegotiation and 0-RTT. Of several
 * certificates a client gets the one that has the name it asks for, and else the first. They can be
 * replaced while connections run: each connection keeps the one that its handshake began with, and
 * the memory of an engine outside the heap lives as long as the last connection that uses it.
 *
 * <p>Thread-safe. Owns native memory and must be closed.
 */
public final class ServerTls implements AutoCloseable {
  private static final String NAME = "tls";

  private final TlsEngine requested;
  private final @Nullable ClientTrust clients;
  private final Object replacing = new Object();
  private @Nullable Current current;

  /**
   * TLS with one certificate.
   *
   * @param identity the certificate and its key
   * @param engine the implementation to use
   * @param now the time by which the certificate must be valid
   * @throws ConfigurationException if the certificate is not valid or the engine cannot use it
   */
  public ServerTls(TlsIdentity identity, TlsEngine engine, Instant now) {
    this(List.of(identity), engine, null, now);
  }

  /**
   * TLS with several certificates, which may ask clients for theirs.
   *
   * @param identities the certificates and their keys, the one for unknown names first; not empty
   * @param engine the implementation to use
   * @param clients whose certificates to ask for; null for none
   * @param now the time by which the certificates must be valid
   * @throws ConfigurationException if one is not valid or the engine cannot use it
   */
  public ServerTls(
      List<TlsIdentity> identities, TlsEngine engine, @Nullable ClientTrust clients, Instant now) {
    requested = engine;
    this.clients = clients;
    current = next(identities, List.of(), now);
  }

  /**
   * Lets later connections begin with other certificates.
   *
   * @param identities the certificates and their keys, the one for unknown names first; not empty.
   *     Those that are in use already stay as they are, whatever the time, with their sessions
   * @param now the time by which the new ones must be valid
   * @throws ConfigurationException if one is not valid or the engine cannot use it; the previous
   *     ones then stay
   */
  public void replace(List<TlsIdentity> identities, Instant now) {
    synchronized (replacing) {
      Current before;
      synchronized (this) {
        before = requireOpen();
      }
      Current next = next(identities, before.certificates, now); // takes long; clients come in
      synchronized (this) {
        if (current == null) {
          next.releaseWithout(before);
          throw closed();
        }
        current = next;
      }
      before.releaseWithout(next);
    }
  }

  private Current next(List<TlsIdentity> listed, List<ServerCertificate> previous, Instant now) {
    List<TlsIdentity> identities = listed.stream().distinct().toList();
    List<ServerCertificate> made = new ArrayList<>();
    List<ServerCertificate> all = new ArrayList<>();
    try {
      for (TlsIdentity identity : identities) {
        ServerCertificate certificate = find(identity, previous);
        if (certificate == null) {
          identity.requireValidAt(now);
          certificate = ServerCertificate.of(identity, requested, clients);
          made.add(certificate);
        }
        all.add(certificate);
      }
      return new Current(
          List.copyOf(all), new ServerNames(identities.stream().map(TlsIdentity::names).toList()));
    } catch (RuntimeException e) {
      made.forEach(ServerCertificate::release);
      throw e;
    }
  }

  private static @Nullable ServerCertificate find(
      TlsIdentity identity, List<ServerCertificate> among) {
    return among.stream().filter(each -> each.identity() == identity).findFirst().orElse(null);
  }

  /**
   * Gives a new connection its TLS.
   *
   * @param pipeline of the connection, where {@code tls} is added at the end
   * @param alloc the connection's allocator
   * @param handshakeTimeout how long the handshake may take, at least 1 ms
   * @return what the handshake settles
   * @throws IllegalStateException if this is closed
   */
  public ClientTls addTo(
      ChannelPipeline pipeline, ByteBufAllocator alloc, Duration handshakeTimeout) {
    return addTo(pipeline, alloc, handshakeTimeout, ServerSslHandler.MAX_BACKLOG);
  }

  ClientTls addTo(
      ChannelPipeline pipeline, ByteBufAllocator alloc, Duration handshakeTimeout, int maxBacklog) {
    ClientTls connection = new ClientTls();
    if (hasSeveral()) {
      pipeline.addLast(NAME, new NameChooser(this, connection, handshakeTimeout, maxBacklog));
    } else {
      ServerSslHandler handler = newHandler(null, alloc, handshakeTimeout, maxBacklog);
      connection.begin(handler);
      pipeline.addLast(NAME, handler);
    }
    return connection;
  }

  private synchronized boolean hasSeveral() {
    return requireOpen().certificates.size() > 1;
  }

  synchronized ServerSslHandler newHandler(
      @Nullable String name, ByteBufAllocator alloc, Duration handshakeTimeout, int maxBacklog) {
    return requireOpen().choose(name).newHandler(alloc, handshakeTimeout, maxBacklog);
  }

  /**
   * The certificates of new connections.
   *
   * @return the latest, the one for unknown names first
   */
  public synchronized List<TlsIdentity> identities() {
    return requireOpen().certificates.stream().map(ServerCertificate::identity).toList();
  }

  /**
   * The engine of new connections that ask for no name.
   *
   * @return {@link TlsEngine#JDK} or {@link TlsEngine#BORINGSSL}
   */
  public synchronized TlsEngine engine() {
    return requireOpen().certificates.get(0).engine();
  }

  /** Frees what no connection uses any more; the rest goes with the last connection. */
  @Override
  public synchronized void close() {
    if (current != null) {
      current.certificates.forEach(ServerCertificate::release);
      current = null;
    }
  }

  private Current requireOpen() {
    if (current == null) {
      throw closed();
    }
    return current;
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("closed");
  }

  private record Current(List<ServerCertificate> certificates, ServerNames names) {
    ServerCertificate choose(@Nullable String name) {
      return certificates.get(names.choose(name));
    }

    void releaseWithout(Current kept) {
      certificates.stream()
          .filter(each -> find(each.identity(), kept.certificates) == null)
          .forEach(ServerCertificate::release);
    }
  }
}
