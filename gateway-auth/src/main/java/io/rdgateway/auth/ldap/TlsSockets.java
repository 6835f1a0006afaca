/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS sockets to one host, whose name the JDK checks within the handshake. The SDK's own check
 * comes after it and takes any certificate on loopback.
 */
final class TlsSockets extends SSLSocketFactory {
  private final SSLSocketFactory jdk;
  private final String host;
  private final boolean verified;
  private final int timeoutMillis;

  TlsSockets(SSLSocketFactory jdk, String host, boolean verified, Duration timeout) {
    this.jdk = jdk;
    this.host = host;
    this.verified = verified;
    this.timeoutMillis = (int) timeout.toMillis();
  }

  /** A socket that does not know its host could not check it; the SDK then asks for another. */
  @Override
  public Socket createSocket() throws IOException {
    throw new SocketException("a socket without a host");
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(address, port), timeoutMillis);
      plain.setSoTimeout(timeoutMillis);
      return createSocket(plain, host, port, true);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  @Override
  public Socket createSocket(Socket plain, String ignored, int port, boolean autoClose)
      throws IOException {
    SSLSocket socket = (SSLSocket) jdk.createSocket(plain, host, port, autoClose);
    if (verified) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("LDAPS"); // RFC 4513, section 3.1.3
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  @Override
  public Socket createSocket(String name, int port) throws IOException {
    return createSocket(InetAddress.getByName(name), port);
  }

  @Override
  public Socket createSocket(String name, int port, InetAddress local, int localPort)
      throws IOException {
    throw new SocketException("a socket with a local address");
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
      throws IOException {
    throw new SocketException("a socket with a local address");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return jdk.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return jdk.getSupportedCipherSuites();
  }
}
