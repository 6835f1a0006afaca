/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP host on the loopback interface that does the same with each connection. */
final class EchoHost implements AutoCloseable {

  /** What it does with a connection, which is then closed. */
  interface Service {
    void serve(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final Service service;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** How connections ended that the gateway cut; the tests judge what arrives, not this. */
  private final List<IOException> ends = new CopyOnWriteArrayList<>();

  EchoHost() throws IOException {
    this(EchoHost::echo);
  }

  EchoHost(Service service) throws IOException {
    this.service = service;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    new Thread(this::accept, "host").start();
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        new Thread(() -> serve(socket), "host-connection").start();
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      service.serve(socket);
    } catch (IOException e) {
      ends.add(e);
    }
  }

  private static void echo(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[16 << 10];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      socket.getOutputStream().write(buffer, 0, n);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
