/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A network where only what a test has put there exists. */
final class FakeNetwork implements Network {
  private final Map<String, List<InetAddress>> names = new HashMap<>();
  private final Map<Integer, byte[]> ports = new HashMap<>();
  private final Map<Integer, UnaryOperator<byte[]>> datagrams = new HashMap<>();
  private final Map<URI, Page> pages = new HashMap<>();
  final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  FakeNetwork name(String host, String... addresses) throws IOException {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses) {
      all.add(InetAddress.getByName(address));
    }
    names.put(host, all);
    return this;
  }

  /** A TCP port of every address, which answers with these bytes and ends. */
  FakeNetwork port(int port, byte[] answer) {
    ports.put(port, answer);
    return this;
  }

  FakeNetwork datagrams(int port, UnaryOperator<byte[]> server) {
    datagrams.put(port, server);
    return this;
  }

  FakeNetwork page(URI uri, Page page) {
    pages.put(uri, page);
    return this;
  }

  @Override
  public List<InetAddress> addresses(String host) throws IOException {
    List<InetAddress> found = names.get(host);
    if (found == null) {
      throw new UnknownHostException(host);
    }
    return found;
  }

  @Override
  public Wire connect(InetSocketAddress to) throws IOException {
    byte[] answer = ports.get(to.getPort());
    if (answer == null) {
      throw new ConnectException("Connection refused");
    }
    return new Wire() {
      @Override
      public InputStream in() {
        return new ByteArrayInputStream(answer);
      }

      @Override
      public OutputStream out() {
        return sent;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public byte[] datagram(InetSocketAddress to, byte[] request) throws IOException {
    UnaryOperator<byte[]> server = datagrams.get(to.getPort());
    if (server == null) {
      throw new SocketTimeoutException("Receive timed out");
    }
    return server.apply(request);
  }

  @Override
  public Page get(URI uri) throws IOException {
    Page page = pages.get(uri);
    if (page == null) {
      throw new ConnectException("Connection refused");
    }
    return page;
  }
}
