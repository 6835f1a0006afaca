/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP host that listens to a client, never answers, and notes when the connection ends. */
final class ScriptedHost extends LoopbackHost {
  /** TPKT, with which a client's X.224 connection request begins (MS-RDPBCGR 2.2.1.1). */
  private static final int TPKT_VERSION = 3;

  private final AtomicInteger connections = new AtomicInteger();
  private final CompletableFuture<Integer> firstByte = new CompletableFuture<>();
  private final CompletableFuture<Long> end = new CompletableFuture<>();

  private ScriptedHost() {
    super("scripted-host");
  }

  static ScriptedHost start() {
    ScriptedHost host = new ScriptedHost();
    host.begin();
    return host;
  }

  @Override
  void serve() {
    try {
      while (true) {
        try (Socket socket = accept()) {
          connections.incrementAndGet();
          InputStream in = socket.getInputStream();
          firstByte.complete(in.read());
          long more = in.transferTo(OutputStream.nullOutputStream());
          end.complete(more + 1);
        }
      }
    } catch (IOException e) {
      // The listener was closed, or the connection broke instead of ending.
      firstByte.completeExceptionally(e);
      end.completeExceptionally(e);
    }
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

  /** Waits for the orderly end of the connection; tells how many bytes came. */
  long awaitEnd(Duration bound) {
    return get(end, bound, "the end of the connection");
  }

  private static <T> T get(CompletableFuture<T> future, Duration bound, String what) {
    return await(future, bound, () -> "the host did not see " + what + " within " + bound);
  }
}
