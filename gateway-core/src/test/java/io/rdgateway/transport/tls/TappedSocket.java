/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client's TCP connection below its TLS: what TLS writes can be held back and sent at once, and
 * what the server sends is kept as it was on the wire.
 */
final class TappedSocket extends Socket {
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ByteArrayOutputStream heldBack = new ByteArrayOutputStream();
  private CountDownLatch somethingHeld = new CountDownLatch(1);
  private boolean holding;
  private volatile boolean byBytes;

  TappedSocket(int port) throws IOException {
    setTcpNoDelay(true);
    setSoTimeout(20_000);
    connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** With little room for what the server sends. */
  static TappedSocket narrow(int port) throws IOException {
    return new TappedSocket(port, 4_096);
  }

  private TappedSocket(int port, int receiveBuffer) throws IOException {
    setReceiveBufferSize(receiveBuffer);
    connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** From now on what TLS writes stays here. */
  synchronized void hold() {
    holding = true;
    somethingHeld = new CountDownLatch(1);
  }

  /** From now on each byte that TLS writes is sent by itself. */
  void sendByBytes() {
    byBytes = true;
  }

  /** Waits until something is held back. */
  void awaitHeld() throws InterruptedException {
    CountDownLatch latch;
    synchronized (this) {
      latch = somethingHeld;
    }
    assertTrue(latch.await(20, TimeUnit.SECONDS), "nothing was written");
  }

  /** Sends a part of what was held back. */
  synchronized void releaseFirst(int bytes) throws IOException {
    byte[] all = heldBack.toByteArray();
    heldBack.reset();
    heldBack.write(all, bytes, all.length - bytes);
    super.getOutputStream().write(all, 0, bytes);
  }

  /** Sends all that was held back in one write, and holds nothing back any more. */
  synchronized void release() throws IOException {
    holding = false;
    super.getOutputStream().write(heldBack.toByteArray());
    heldBack.reset();
  }

  /** Sends bytes past the client's TLS. */
  void sendRaw(byte[] bytes) throws IOException {
    super.getOutputStream().write(bytes);
  }

  /** What the server has sent, encrypted, since the last call of this method. */
  synchronized byte[] takeReceived() {
    byte[] all = received.toByteArray();
    received.reset();
    return all;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
          synchronized (TappedSocket.this) {
            received.write(buffer, offset, count);
          }
        }
        return count;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (TappedSocket.this) {
          if (holding) {
            heldBack.write(bytes, offset, length);
            somethingHeld.countDown();
            return;
          }
        }
        if (!byBytes) {
          out.write(bytes, offset, length);
          return;
        }
        for (int i = 0; i < length; i++) {
          out.write(bytes, offset + i, 1);
        }
      }
    };
  }
}
