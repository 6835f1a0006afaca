/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;

/** Answers each connection request with fixed bytes. */
final class RdpHost implements AutoCloseable {
  static final String CONFIRM = "030000130ED000000000000200080000000000";

  private final ServerSocket listener;
  private final byte[] answer;

  RdpHost(String answer) throws IOException {
    this.answer = HexFormat.of().parseHex(answer);
    listener = new ServerSocket(0, 8, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    Thread thread = new Thread(this::serve, "rdp-host");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket peer = listener.accept()) {
        byte[] request = peer.getInputStream().readNBytes(19);
        if (request.length == 19) {
          peer.getOutputStream().write(answer);
          peer.getInputStream().readAllBytes();
        }
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
