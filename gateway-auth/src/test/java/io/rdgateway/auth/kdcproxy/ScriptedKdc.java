/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A KDC on loopback that answers as the test says. */
final class ScriptedKdc implements AutoCloseable {
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Script script;

  /** What it was asked, without lengths. */
  final List<byte[]> requests = new CopyOnWriteArrayList<>();

  /** Completes when a client has hung up without having got a whole answer. */
  final CompletableFuture<Boolean> abandoned = new CompletableFuture<>();

  /** Answers a request with raw bytes. */
  @FunctionalInterface
  interface Script {
    /**
     * Answers.
     *
     * @return what goes on the wire; nothing to keep silent until the client hangs up
     */
    byte[] answer(byte[] request) throws Exception;
  }

  ScriptedKdc(Script script) {
    this.script = script;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** One that always sends this message, with its length. */
  static ScriptedKdc saying(byte[] message) {
    return new ScriptedKdc(request -> KdcProxyMessage.framed(message));
  }

  KdcAddress address() {
    return new KdcAddress("127.0.0.1", listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      byte[] request = in.readNBytes(in.readInt());
      requests.add(request);
      byte[] answer = script.answer(request);
      if (answer.length == 0) {
        abandoned.complete(in.read() < 0);
        return;
      }
      socket.getOutputStream().write(answer);
    } catch (IOException e) {
      abandoned.complete(true); // the client did not wait for all of it
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
