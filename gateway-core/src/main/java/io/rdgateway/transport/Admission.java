/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Bounds the connections that have not opened a tunnel yet, in all and by address. Thread-safe. */
public final class Admission {
  private final AtomicInteger all = new AtomicInteger();
  private final Counts<InetAddress> byAddress = new Counts<>();

  /** A connection's place, to be given back once. */
  public final class Place {
    private @Nullable InetAddress key;

    private Place(InetAddress key) {
      this.key = key;
    }

    /**
     * Gives the place back: the tunnel is open, or the connection has ended. Further calls do
     * nothing.
     */
    public synchronized void release() {
      if (key != null) {
        byAddress.remove(key);
        all.decrementAndGet();
        key = null;
      }
    }
  }

  /** A place, or the name of the limit that leaves none. */
  public record Result(@Nullable Place place, String limit) {}

  /** Asks for a place. */
  public Result enter(InetSocketAddress client, Limits limits) {
    if (all.incrementAndGet() > limits.maxUnauthenticated()) {
      all.decrementAndGet();
      return new Result(null, "maxUnauthenticated");
    }
    InetAddress key = AddressKey.of(client.getAddress());
    if (!byAddress.tryAdd(key, limits.maxUnauthenticatedPerAddress())) {
      all.decrementAndGet();
      return new Result(null, "maxUnauthenticatedPerAddress");
    }
    return new Result(new Place(key), "");
  }

  /** How many places are taken. */
  public int count() {
    return all.get();
  }
}
