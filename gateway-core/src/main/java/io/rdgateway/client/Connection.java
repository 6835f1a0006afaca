/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the gateway. */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** A TLS record at its largest. */
  private static final int BUFFER_SIZE = 16 << 10;

  private final Socket raw = new Socket();
  private Socket socket = raw;
  private @Nullable InputStream input;
  private @Nullable X509Certificate certificate;

  /** Connects; the time of this step is bounded by whoever kills it. */
  void connect(InetSocketAddress target) throws IOException {
    raw.setTcpNoDelay(true);
    raw.setKeepAlive(true);
    raw.connect(target);
    input = new BufferedInputStream(raw.getInputStream(), BUFFER_SIZE);
  }

  /** The handshake, which checks the certificate. */
  void secure(ClientSettings settings) throws IOException {
    ServerTrust trust = settings.trust();
    if (trust.context() == null) {
      return;
    }
    SSLSocket tls =
        (SSLSocket)
            trust
                .context()
                .getSocketFactory()
                .createSocket(raw, settings.host(), settings.port(), true);
    socket = tls;
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    if (trust.checkName()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    if (tls.getSession().getPeerCertificates()[0] instanceof X509Certificate x509) {
      certificate = x509;
    }
    input = new BufferedInputStream(tls.getInputStream(), BUFFER_SIZE);
  }

  InputStream input() {
    if (input == null) {
      throw new IllegalStateException("not connected");
    }
    return input;
  }

  OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  @Nullable X509Certificate certificate() {
    return certificate;
  }

  InetSocketAddress remote() {
    return (InetSocketAddress) raw.getRemoteSocketAddress();
  }

  /** Ends in good order; may block on a peer that does not read. */
  void close() {
    close(socket);
  }

  /**
   * Ends at once and wakes every thread that is blocked in this connection. Closing the TLS socket
   * would wait for such a thread.
   */
  void kill() {
    close(raw);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("a connection was already broken when it was closed", e);
    }
  }
}
