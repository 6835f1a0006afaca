/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A host on a free port of the loopback that serves its connections on one thread. */
abstract class LoopbackHost implements AutoCloseable {
  private final ServerSocket listener;
  private final Thread thread;

  LoopbackHost(String name) {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::serve, name);
  }

  /** Begins to serve. */
  final void begin() {
    thread.start();
  }

  /** Takes connections until the host has seen enough or is closed. */
  abstract void serve();

  /** The next connection; fails when the host is closed. */
  final Socket accept() throws IOException {
    return listener.accept();
  }

  final int port() {
    return listener.getLocalPort();
  }

  /**
   * Waits for what a client does.
   *
   * @param failure says what is missing
   */
  static <T> T await(CompletableFuture<T> future, Duration bound, Supplier<String> failure) {
    try {
      return future.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError(failure.get(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  /** The thread ends with the connection, which is over when the gateway has been closed. */
  @Override
  public final void close() {
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
