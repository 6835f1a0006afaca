/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to, over plain TCP. */
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  public RawClient(InetSocketAddress gateway) {
    try {
      socket = new Socket(gateway.getAddress(), gateway.getPort());
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one response head, empty line included. */
  public String head() {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = read();
      if (b < 0) {
        throw new AssertionError("the connection ended within a head: " + head);
      }
      head.append((char) b);
    }
    return head.toString();
  }

  public int status() {
    return Integer.parseInt(head().split(" ", 3)[1]);
  }

  public byte[] bytes(int count) {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new AssertionError(
            "the connection ended after " + bytes.length + " of " + count + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything up to the end of the connection, however it ends. */
  public byte[] rest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    for (int b = read(); b >= 0; b = read()) {
      rest.write(b);
    }
    return rest.toByteArray();
  }

  /** Whether the gateway has closed without another byte. */
  public boolean isEnded() {
    return read() < 0;
  }

  private int read() {
    try {
      return in.read();
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the gateway neither answered nor closed", e);
    } catch (IOException e) {
      return -1; // a reset is an end as well
    }
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
