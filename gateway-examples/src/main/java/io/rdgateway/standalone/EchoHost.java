/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP host on loopback that sends back what it gets, for the check of a gateway by itself. */
final class EchoHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EchoHost.class);

  private final ServerSocket listener;
  private final Set<Socket> peers = ConcurrentHashMap.newKeySet();

  /** Begins to listen on a port that the system chooses. */
  EchoHost() {
    try {
      listener = new ServerSocket(0, 8, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException e) {
      throw new ConfigurationException(
          "The self-check cannot listen on 127.0.0.1 (" + e + "); free a port of this machine.", e);
    }
    start("self-check-host", this::accept);
  }

  HostPort address() {
    return new HostPort("127.0.0.1", listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket peer = listener.accept();
        start("self-check-peer", () -> echo(peer));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.warn("the host of the self-check cannot accept a connection: {}", e.toString());
          return;
        }
      }
    }
  }

  private void echo(Socket peer) {
    peers.add(peer);
    try (peer) {
      peer.getInputStream().transferTo(peer.getOutputStream());
    } catch (IOException e) {
      LOG.debug("a connection to the host of the self-check ended: {}", e.toString());
    } finally {
      peers.remove(peer);
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closeQuietly(listener);
    peers.forEach(EchoHost::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.warn("the host of the self-check cannot be closed: {}", e.toString());
    }
  }
}
