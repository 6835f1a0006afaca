/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.tls.ClientTrust;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one gateway: TLS 1.3 and 1.2, HTTP/1.1, without renegotiation and 0-RTT. The certificate
 * can be replaced while connections run: each connection keeps the one that it began with, and the
 * memory of an engine outside the heap lives as long as the last connection that uses it.
 *
 * <p>Thread-safe. Owns native memory and must be closed.
 */
public final class ServerTls implements AutoCloseable {
  private final TlsEngine requested;
  private final @Nullable ClientTrust clients;
  private @Nullable Current current;

  /**
   * TLS with a certificate.
   *
   * @param identity the certificate and its key
   * @param engine the implementation to use
   * @param now the time by which the certificate must be valid
   * @throws ConfigurationException if the certificate is not valid or the engine cannot use it
   */
  public ServerTls(TlsIdentity identity, TlsEngine engine, Instant now) {
    this(identity, engine, null, now);
  }

  /**
   * TLS that asks clients for certificates as well.
   *
   * @param identity the certificate and its key
   * @param engine the implementation to use
   * @param clients whose certificates to ask for; null for none
   * @param now the time by which the certificate must be valid
   * @throws ConfigurationException if the certificate is not valid or the engine cannot use it
   */
  public ServerTls(
      TlsIdentity identity, TlsEngine engine, @Nullable ClientTrust clients, Instant now) {
    requested = engine;
    this.clients = clients;
    current = Current.of(identity, engine, clients, now);
  }

  /**
   * Lets later connections begin with another certificate.
   *
   * @param identity the certificate and its key
   * @param now the time by which the certificate must be valid
   * @throws ConfigurationException if the certificate is not valid or the engine cannot use it; the
   *     previous one then stays
   */
  public void replaceIdentity(TlsIdentity identity, Instant now) {
    Current next = Current.of(identity, requested, clients, now);
    synchronized (this) {
      Current previous = current;
      if (previous == null) {
        next.release();
        throw new IllegalStateException("closed");
      }
      current = next;
      previous.release();
    }
  }

  /**
   * The handler of a new connection, with the certificate of this moment.
   *
   * @param alloc the connection's allocator
   * @param handshakeTimeout how long the handshake may take, at least 1 ms
   * @return belongs to the pipeline that it must be added to
   * @throws IllegalStateException if this is closed
   */
  public ServerSslHandler newHandler(ByteBufAllocator alloc, Duration handshakeTimeout) {
    return newHandler(alloc, handshakeTimeout, ServerSslHandler.MAX_BACKLOG);
  }

  synchronized ServerSslHandler newHandler(
      ByteBufAllocator alloc, Duration handshakeTimeout, int maxBacklog) {
    Current now = requireOpen();
    // Netty makes its fast native engine only together with a handler, which is then not used.
    SSLEngine engine = now.context.newHandler(alloc).engine();
    return new ServerSslHandler(engine, now.binding, handshakeTimeout, maxBacklog);
  }

  /**
   * The certificate of new connections.
   *
   * @return the latest
   */
  public synchronized TlsIdentity identity() {
    return requireOpen().identity;
  }

  /**
   * The engine of new connections.
   *
   * @return {@link TlsEngine#JDK} or {@link TlsEngine#BORINGSSL}
   */
  public synchronized TlsEngine engine() {
    return requireOpen().engine;
  }

  /** Frees what no connection uses any more; the rest goes with the last connection. */
  @Override
  public synchronized void close() {
    if (current != null) {
      current.release();
      current = null;
    }
  }

  private Current requireOpen() {
    if (current == null) {
      throw new IllegalStateException("closed");
    }
    return current;
  }

  private record Current(
      TlsIdentity identity,
      TlsEngine engine,
      SslContext context,
      @Nullable EndPointBinding binding) {

    static Current of(
        TlsIdentity identity, TlsEngine requested, @Nullable ClientTrust clients, Instant now) {
      identity.requireValidAt(now);
      TlsEngine engine = ServerContexts.resolve(requested, identity);
      EndPointBinding binding;
      try {
        binding = EndPointBinding.of(identity.certificate());
      } catch (GeneralSecurityException e) {
        throw new ConfigurationException(
            "The certificate is signed with "
                + identity.certificate().getSigAlgName()
                + ", which this JVM does not know; use one that is signed with SHA-256.",
            e);
      }
      return new Current(identity, engine, ServerContexts.make(identity, engine, clients), binding);
    }

    void release() {
      ReferenceCountUtil.release(context);
    }
  }
}
