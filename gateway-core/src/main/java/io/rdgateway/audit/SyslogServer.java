/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A syslog server and the way to it. Its name is resolved anew for each connection, and for each
 * datagram. For one listener; only its end may come from another thread.
 */
public final class SyslogServer {
  private static final Logger LOG = LoggerFactory.getLogger(SyslogServer.class);

  /** What every receiver of datagrams takes (RFC 5426, 3.2, recommends 2,048 bytes). */
  private static final int MAX_DATAGRAM = 2_048;

  private static final int CONNECT_MILLIS = 5_000;

  /** The number that RFC 5612 keeps for documentation: whoever has one of his own sets it. */
  private static final String ELEMENT = "rdgateway@32473";

  private final String host;
  private final int port;
  private final @Nullable SocketFactory streams;
  private final String elementId;
  private volatile @Nullable Socket stream;
  private volatile @Nullable DatagramSocket datagrams;

  private SyslogServer(String host, int port, @Nullable SocketFactory streams, String elementId) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
    }
    this.host = host;
    this.port = port;
    this.streams = streams;
    this.elementId = elementId;
  }

  /**
   * One datagram for each event. Messages above 2,048 bytes are cut.
   *
   * @param host name or address
   * @param port usually 514
   * @return the server
   */
  public static SyslogServer udp(String host, int port) {
    return new SyslogServer(host, port, null, ELEMENT);
  }

  /**
   * A connection in clear text: on a network where nobody else listens.
   *
   * @param host name or address
   * @param port usually 601 or 514
   * @return the server
   */
  public static SyslogServer tcp(String host, int port) {
    return new SyslogServer(host, port, SocketFactory.getDefault(), ELEMENT);
  }

  /**
   * A connection over TLS. The server's certificate must be good for the host.
   *
   * @param host name or address
   * @param port usually 6514
   * @param tls knows whom to trust, and the gateway's own certificate if the server asks for one
   * @return the server
   */
  public static SyslogServer tls(String host, int port, SSLSocketFactory tls) {
    return new SyslogServer(host, port, tls, ELEMENT);
  }

  /**
   * The same server, with another name for the structured data element that carries the fields.
   *
   * @param id a name, an at sign and a private enterprise number (RFC 5424, 6.3.2), at most 32
   *     characters
   * @return the server
   * @throws IllegalArgumentException if it is not such an id
   */
  public SyslogServer withElementId(String id) {
    if (id.length() > 32 || !id.matches("[A-Za-z0-9._-]+@[0-9]+(\\.[0-9]+)*")) {
      throw new IllegalArgumentException(
          "the id of a structured data element is a name, an at sign and an enterprise number, as"
              + " in rdgateway@32473; at most 32 characters");
    }
    return new SyslogServer(host, port, streams, id);
  }

  String elementId() {
    return elementId;
  }

  /** HOSTNAME: what this machine calls itself, or the nil value. */
  String localName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.matches("[!-~]{1,255}") ? name : "-";
    } catch (UnknownHostException e) {
      return "-"; // the RFC has it for machines without a name
    }
  }

  void send(byte[] message) throws IOException {
    if (streams == null) {
      DatagramSocket socket = datagrams;
      if (socket == null) {
        socket = new DatagramSocket();
        datagrams = socket;
      }
      InetSocketAddress to = new InetSocketAddress(host, port);
      if (to.isUnresolved()) {
        throw new UnknownHostException(host);
      }
      byte[] whole = message.length > MAX_DATAGRAM ? cut(message) : message;
      socket.send(new DatagramPacket(whole, whole.length, to));
      return;
    }
    Socket socket = stream;
    if (socket == null) {
      socket = connect(streams);
      stream = socket;
    }
    OutputStream out = socket.getOutputStream();
    byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] framed = Arrays.copyOf(length, length.length + message.length);
    System.arraycopy(message, 0, framed, length.length, message.length);
    out.write(framed);
  }

  /** Cuts between characters. */
  private static byte[] cut(byte[] message) {
    int end = MAX_DATAGRAM;
    while ((message[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(message, end);
  }

  private Socket connect(SocketFactory factory) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      if (!(factory instanceof SSLSocketFactory tls)) {
        return plain;
      }
      plain.setSoTimeout(CONNECT_MILLIS);
      SSLSocket secure = (SSLSocket) tls.createSocket(plain, host, port, true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return secure;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  void disconnect() {
    Socket closing = stream;
    stream = null;
    try {
      if (closing != null) {
        closing.close();
      }
    } catch (IOException e) {
      LOG.debug("the connection to {} did not close in order", this, e);
    }
    DatagramSocket socket = datagrams;
    datagrams = null;
    if (socket != null) {
      socket.close();
    }
  }

  /** Host and port. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
