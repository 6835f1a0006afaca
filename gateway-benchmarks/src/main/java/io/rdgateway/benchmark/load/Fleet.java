/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tunnels that are opened, some at a time, and then live together. Belongs to the event loop. */
final class Fleet {
  private static final int AT_A_TIME = 16;
  private static final int PATIENCE_SECONDS = 20;

  private final EventLoop loop;
  private final Clients clients;
  private final Counters counters;
  private final Deque<Role> waiting = new ArrayDeque<>();
  private final List<Role> ready = new ArrayList<>();
  private CompletableFuture<Void> complete = CompletableFuture.completedFuture(null);
  private int opening;
  private int lastReady;
  private boolean closed;
  private @Nullable ScheduledFuture<?> watch;

  Fleet(EventLoop loop, Clients clients, Counters counters) {
    this.loop = loop;
    this.clients = clients;
    this.counters = counters;
  }

  /**
   * Opens tunnels. From any thread, one call after the other has completed.
   *
   * @return completes when the target has answered through all of them, on the event loop
   */
  CompletableFuture<Void> open(Collection<? extends Role> roles) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          complete = done;
          lastReady = ready.size();
          waiting.addAll(roles);
          roles.forEach(role -> role.join(this));
          watch =
              loop.scheduleAtFixedRate(
                  this::look, PATIENCE_SECONDS, PATIENCE_SECONDS, TimeUnit.SECONDS);
          openMore();
        });
    return done;
  }

  private void look() {
    if (ready.size() == lastReady) {
      failed("no tunnel was opened for " + PATIENCE_SECONDS + " s");
    }
    lastReady = ready.size();
  }

  private void openMore() {
    while (opening < AT_A_TIME && !waiting.isEmpty() && !complete.isDone()) {
      opening++;
      clients.open(waiting.remove());
    }
    if (opening == 0 && waiting.isEmpty()) {
      finish();
      complete.complete(null);
    }
  }

  private void finish() {
    if (watch != null) {
      watch.cancel(false);
    }
  }

  /** The target has answered through this one. */
  void ready(Role role) {
    ready.add(role);
    opening--;
    openMore();
  }

  /** A tunnel was lost, or never came to be. */
  void failed(String why) {
    if (closed) {
      return;
    }
    counters.error(why);
    if (!complete.isDone()) {
      finish();
      complete.completeExceptionally(new IllegalStateException(why));
    }
  }

  /** Lets everybody begin. */
  void start() {
    ready.forEach(Role::start);
  }

  /** Ends all. */
  void close() {
    closed = true;
    finish();
    ready.forEach(role -> role.tunnel().close());
  }
}
