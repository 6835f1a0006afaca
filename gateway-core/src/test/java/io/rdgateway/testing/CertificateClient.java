/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS connections of a client that has a certificate, or none. */
public final class CertificateClient {
  private final SSLContext context;

  private CertificateClient(SSLContext context) {
    this.context = context;
  }

  /** A client that trusts one gateway and has no certificate. */
  public static CertificateClient without(X509Certificate gateway) {
    return new CertificateClient(context(gateway, new KeyManager[0]));
  }

  /** A client that trusts one gateway and shows this chain whatever the gateway asks for. */
  public static CertificateClient with(
      X509Certificate gateway, PrivateKey key, X509Certificate... chain) {
    return new CertificateClient(context(gateway, new KeyManager[] {new Stubborn(key, chain)}));
  }

  private static SSLContext context(X509Certificate gateway, KeyManager[] keys) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("gateway", gateway);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public SSLContext context() {
    return context;
  }

  /** Connects, sends a request, and gives the status of the answer. */
  public int status(InetSocketAddress gateway, String protocol, byte[] request) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(gateway.getAddress(), gateway.getPort())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.getOutputStream().write(request);
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
      if (line.length == 0) {
        throw new EOFException("the gateway closed the connection");
      }
      return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
    }
  }
}
