/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

/** Opens tunnels and closes them at once, a fixed number at a time. Belongs to the event loop. */
final class SetupRun {
  /** After so many errors in a row something is wrong, and hammering on would hide it. */
  private static final int MAX_ERRORS = 100;

  private final Clients clients;
  private final Counters counters;
  private boolean stopped;

  SetupRun(Clients clients, Counters counters) {
    this.clients = clients;
    this.counters = counters;
  }

  void start(int atATime) {
    for (int i = 0; i < atATime; i++) {
      next();
    }
  }

  void stop() {
    stopped = true;
  }

  private void next() {
    if (!stopped && counters.errors() < MAX_ERRORS) {
      clients.open(new OneTime());
    }
  }

  private final class OneTime implements Tunnel.User {
    private final long begin = System.nanoTime();

    @Override
    public void opened(Tunnel tunnel) {
      counters.done(System.nanoTime() - begin);
      tunnel.close();
      next();
    }

    @Override
    public void received(Tunnel tunnel, int bytes) {}

    @Override
    public void writable(Tunnel tunnel) {}

    @Override
    public void failed(Tunnel tunnel, String why) {
      if (!stopped) {
        counters.error(why);
        next();
      }
    }
  }
}
