/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A host on a free port of the loopback that treats each connection on a thread of its own. */
public final class Hosts implements AutoCloseable {

  /** What a host does with a connection. */
  @FunctionalInterface
  public interface Behaviour {
    void run(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();

  private Hosts(Behaviour behaviour) {
    try {
      server = new ServerSocket(0, 600, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("host-accept", () -> accept(behaviour));
  }

  public static Hosts start(Behaviour behaviour) {
    return new Hosts(behaviour);
  }

  /** Sends back whatever comes. */
  public static Hosts echo() {
    return new Hosts(
        socket -> {
          byte[] buffer = new byte[16 << 10];
          for (int n = socket.getInputStream().read(buffer);
              n >= 0;
              n = socket.getInputStream().read(buffer)) {
            socket.getOutputStream().write(buffer, 0, n);
          }
        });
  }

  private void accept(Behaviour behaviour) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        start("host-connection", () -> serve(behaviour, socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Behaviour behaviour, Socket socket) {
    try (socket) {
      behaviour.run(socket);
    } catch (IOException e) {
      // The gateway or the test has closed the connection: tests look at what arrived.
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  public int port() {
    return address().getPort();
  }

  /** How many connections have been accepted. */
  public int count() {
    return sockets.size();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
