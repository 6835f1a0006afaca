/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SystemNetworkTest {
  private final SystemNetwork network = new SystemNetwork();
  private final InetAddress loopback = InetAddress.getLoopbackAddress();

  @Test
  void connectsBothWays() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        Network.Wire wire =
            network.connect(new InetSocketAddress(loopback, server.getLocalPort()));
        Socket accepted = server.accept()) {
      wire.out().write(7);
      assertEquals(7, accepted.getInputStream().read());
      accepted.getOutputStream().write(8);
      assertEquals(8, wire.in().read());
    }
  }

  @Test
  void aDatagramComesBack() throws Exception {
    try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
      CompletableFuture<Void> echo =
          CompletableFuture.runAsync(
              () -> {
                try {
                  DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                  server.receive(packet);
                  server.send(packet);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });

      byte[] answer =
          network.datagram(
              new InetSocketAddress(loopback, server.getLocalPort()), new byte[] {1, 2, 3});

      echo.get();
      assertArrayEquals(new byte[] {1, 2, 3}, answer);
    }
  }

  @Test
  void closedPortsAreHeardOf() throws Exception {
    InetSocketAddress closed;
    try (DatagramSocket here = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
      closed = new InetSocketAddress(loopback, here.getLocalPort());
    }

    assertThrows(IOException.class, () -> network.datagram(closed, new byte[] {1}));
  }

  @Test
  void addressesNeedNoServerOfNames() throws Exception {
    assertEquals(List.of(loopback), network.addresses("127.0.0.1"));
  }
}
