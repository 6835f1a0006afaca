/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP host that listens to a client, never answers, and notes when the connection ends. */
final class ScriptedHost implements AutoCloseable {
  /** TPKT, with which a client's X.224 connection request begins (MS-RDPBCGR 2.2.1.1). */
  private static final int TPKT_VERSION = 3;

  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();
  private final CompletableFuture<Integer> firstByte = new CompletableFuture<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Thread thread;

  private ScriptedHost(ServerSocket listener) {
    this.listener = listener;
    thread = new Thread(this::serve, "scripted-host");
  }

  static ScriptedHost start() {
    try {
      ScriptedHost host =
          new ScriptedHost(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      host.thread.start();
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    try {
      while (true) {
        try (Socket socket = listener.accept()) {
          connections.incrementAndGet();
          InputStream in = socket.getInputStream();
          firstByte.complete(in.read());
          in.transferTo(OutputStream.nullOutputStream());
          end.complete(null);
        }
      }
    } catch (IOException e) {
      // The listener was closed, or the connection broke instead of ending.
      firstByte.completeExceptionally(e);
      end.completeExceptionally(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** Waits until a client has begun to speak RDP. */
  void awaitRdp(Duration bound) {
    int first = get(firstByte, bound, "a client");
    if (first != TPKT_VERSION) {
      throw new AssertionError("the client does not speak RDP: it began with " + first);
    }
  }

  /** Waits for the orderly end of the connection. */
  void awaitEnd(Duration bound) {
    get(end, bound, "the end of the connection");
  }

  private static <T> T get(CompletableFuture<T> future, Duration bound, String what) {
    try {
      return future.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("the host did not see " + what + " within " + bound, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  /** The thread ends with the connection, which is over when the gateway has been closed. */
  @Override
  public void close() {
    try {
      listener.close();
      thread.join(5_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("a connection to the host is still open");
    }
  }
}
