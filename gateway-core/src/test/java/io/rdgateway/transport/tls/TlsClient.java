/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rdgateway.tls.TlsIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client by the JDK's TLS that trusts exactly one server. */
final class TlsClient implements AutoCloseable {
  final TappedSocket tcp;
  final SSLSocket tls;

  TlsClient(int port, TlsIdentity trusted, String... protocols) throws Exception {
    this(new TappedSocket(port), trusted, protocols);
  }

  TlsClient(TappedSocket tcp, TlsIdentity trusted, String... protocols) throws Exception {
    this.tcp = tcp;
    tls =
        (SSLSocket)
            trusting(trusted)
                .getSocketFactory()
                .createSocket(tcp, "gateway.example", tcp.getPort(), true);
    tls.setSoTimeout(20_000);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(protocols);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
  }

  TlsClient offering(String... applicationProtocols) {
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setApplicationProtocols(applicationProtocols);
    tls.setSSLParameters(parameters);
    return this;
  }

  TlsClient suites(String... suites) {
    tls.setEnabledCipherSuites(suites);
    return this;
  }

  TlsClient handshake() throws IOException {
    tls.startHandshake();
    return this;
  }

  void send(String text) throws IOException {
    tls.getOutputStream().write(text.getBytes(UTF_8));
  }

  String read(int bytes) throws IOException {
    return new String(tls.getInputStream().readNBytes(bytes), UTF_8);
  }

  /** Sends a text and reads as much back. */
  String echo(String text) throws IOException {
    send(text);
    return read(text.getBytes(UTF_8).length);
  }

  private static SSLContext trusting(TlsIdentity identity)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", identity.chain().get(identity.chain().size() - 1));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() throws IOException {
    tcp.close();
  }
}
