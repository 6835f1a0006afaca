/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Stands in front of a host and passes nothing on before it is told to. */
final class GatedHost extends LoopbackHost {
  private final InetSocketAddress behind;
  private final CompletableFuture<Boolean> client = new CompletableFuture<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  private GatedHost(InetSocketAddress behind) {
    super("gated-host");
    this.behind = behind;
  }

  static GatedHost start(String address, int port) throws IOException {
    GatedHost host = new GatedHost(new InetSocketAddress(InetAddress.getByName(address), port));
    host.begin();
    return host;
  }

  @Override
  void serve() {
    try (Socket front = accept();
        Socket back = new Socket()) {
      client.complete(true);
      gate.await();
      back.connect(behind);
      Thread answers = new Thread(() -> copy(back, front), "gated-host-answers");
      answers.start();
      copy(front, back);
      answers.join();
    } catch (IOException e) {
      client.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends both connections with either of them. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // The other direction has closed both.
    }
  }

  void awaitClient(Duration bound) {
    await(client, bound, () -> "no client within " + bound);
  }

  void open() {
    gate.countDown();
  }
}
