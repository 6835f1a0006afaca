/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Authorities that keep on talking. */
class FetchTest {

  @Test
  @Timeout(60)
  void anAnswerThatNeverEndsIsLeftWithItsConnection() throws Exception {
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Integer> end = new CompletableFuture<>();
      threads.execute(() -> drip(server, threads, end));
      String uri = "http://127.0.0.1:" + server.getLocalPort() + "/list";
      assertThrows(
          IOException.class,
          () -> Fetch.get(uri, 1000, new Budget(System::nanoTime, Duration.ofMillis(300))));
      assertEquals(-1, end.get(30, TimeUnit.SECONDS));
    } finally {
      threads.shutdownNow();
    }
  }

  /** Says another byte of a field again and again, until the client leaves. */
  private static void drip(
      ServerSocket server, ScheduledExecutorService threads, CompletableFuture<Integer> end) {
    try (Socket client = server.accept()) {
      byte[] head = "HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII);
      client.getOutputStream().write(head);
      var unused =
          threads.scheduleAtFixedRate(() -> another(client), 10, 10, TimeUnit.MILLISECONDS);
      end.complete(untilLeft(client));
    } catch (IOException e) {
      end.completeExceptionally(e);
    }
  }

  private static void another(Socket client) {
    try {
      client.getOutputStream().write('x');
    } catch (IOException e) {
      throw new IllegalStateException("the client has left", e);
    }
  }

  /** Reads the request, and on; a reset is an end as well. */
  private static int untilLeft(Socket client) {
    try {
      int read = 0;
      while (read >= 0) {
        read = client.getInputStream().read();
      }
      return read;
    } catch (IOException e) {
      return -1;
    }
  }
}
