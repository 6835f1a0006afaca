/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.Tunnel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Reviews many tunnels, a few at a time, so that a review of all of them does not crowd out new
 * clients' hooks.
 */
public final class Reviews {
  private static final int AT_ONCE = 8;

  private final TunnelRegistry registry;

  /** Reviews the tunnels of a registry. */
  public Reviews(TunnelRegistry registry) {
    this.registry = registry;
  }

  /** Starts; the future tells how many tunnels were ended. */
  public CompletableFuture<Integer> start(Predicate<? super Tunnel> filter) {
    Run run = new Run();
    for (LiveTunnel tunnel : registry.live()) {
      if (filter.test(tunnel)) {
        run.waiting.add(tunnel);
      }
    }
    run.running = AT_ONCE;
    for (int i = 0; i < AT_ONCE; i++) {
      run.next();
    }
    return run.done;
  }

  private static final class Run {
    final Deque<LiveTunnel> waiting = new ArrayDeque<>();
    final CompletableFuture<Integer> done = new CompletableFuture<>();
    int running;
    int ended;

    void next() {
      LiveTunnel tunnel;
      synchronized (this) {
        tunnel = waiting.poll();
        if (tunnel == null) {
          if (--running == 0) {
            done.complete(ended);
          }
          return;
        }
      }
      tunnel
          .review()
          .thenAccept(
              kept -> {
                synchronized (this) {
                  ended += kept ? 0 : 1;
                }
                next();
              });
    }
  }
}
