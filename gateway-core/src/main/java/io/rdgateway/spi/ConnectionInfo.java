/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client's connection. Everything that the client chose itself ({@code
 * connectionId}, {@code clientCorrelationId}, {@code claimedUser}, {@code userAgent}) is
 * unauthenticated: for logs, never for decisions.
 *
 * @param id the gateway's own id of this connection, unique for the life of the process; names it
 *     in events
 * @param transport how the client's side travels
 * @param clientAddress where the connection comes from
 * @param localAddress where the gateway accepted it
 * @param tlsProtocol for example {@code TLSv1.3}; null on a plain listener
 * @param clientCertificates the verified chain of TLS client authentication, leaf first; empty
 *     without one
 * @param connectionId RDG-Connection-Id, lower-case; the key that pairs the halves of a two-channel
 *     tunnel
 * @param clientCorrelationId RDG-Correlation-Id
 * @param claimedUser the decoded RDG-User-Id
 * @param userAgent User-Agent
 */
public record ConnectionInfo(
    String id,
    TransportKind transport,
    InetSocketAddress clientAddress,
    InetSocketAddress localAddress,
    @Nullable String tlsProtocol,
    List<X509Certificate> clientCertificates,
    @Nullable String connectionId,
    @Nullable String clientCorrelationId,
    @Nullable String claimedUser,
    @Nullable String userAgent) {

  /** Copies the certificate list. */
  public ConnectionInfo {
    clientCertificates = List.copyOf(clientCertificates);
  }
}
