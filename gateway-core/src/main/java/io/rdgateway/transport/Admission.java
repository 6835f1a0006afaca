/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.GatewayStatistics;
import io.rdgateway.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Bounds the connections that have not opened a tunnel yet, in all and by address. Thread-safe. */
public final class Admission {
  private static final String ALL = "maxUnauthenticated";
  private static final String PER_ADDRESS = "maxUnauthenticatedPerAddress";

  private final LongSupplier ticks;
  private final AtomicInteger all = new AtomicInteger();
  private final Counts<InetAddress> byAddress = new Counts<>();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder refusedByAddress = new LongAdder();

  /**
   * All places are free.
   *
   * @param ticks the time, in nanoseconds
   */
  public Admission(LongSupplier ticks) {
    this.ticks = ticks;
  }

  /** A connection's place, to be given back once. */
  public final class Place {
    private final long since = ticks.getAsLong();
    private @Nullable InetAddress key;
    private boolean released;

    private Place() {}

    /**
     * Counts the place under its client, whom a proxy has named.
     *
     * @return false if the address has no place left; this place is then to be released
     */
    public synchronized boolean settle(InetSocketAddress client, Limits limits) {
      InetAddress settled = AddressKey.of(client.getAddress());
      if (released) {
        return true; // the connection has just ended, and counts nowhere
      }
      if (key != null) {
        throw new IllegalStateException("the place has a client");
      }
      if (!byAddress.tryAdd(settled, limits.maxUnauthenticatedPerAddress())) {
        refusedByAddress.increment();
        return false;
      }
      accepted.increment();
      key = settled;
      return true;
    }

    /** The tick at which the connection was accepted. */
    public long since() {
      return since;
    }

    /**
     * Gives the place back: the tunnel is open, or the connection has ended. Further calls do
     * nothing.
     */
    public synchronized void release() {
      if (released) {
        return;
      }
      released = true;
      if (key != null) {
        byAddress.remove(key);
      }
      all.decrementAndGet();
    }
  }

  /** A place, or the name of the limit that leaves none. */
  public record Result(@Nullable Place place, String limit) {}

  /** Asks for a place. */
  public Result enter(InetSocketAddress client, Limits limits) {
    Result entered = enterUnnamed(limits);
    Place place = entered.place();
    if (place != null && !place.settle(client, limits)) {
      place.release();
      return new Result(null, PER_ADDRESS);
    }
    return entered;
  }

  /** Asks for a place for whomever a proxy is going to name: {@link Place#settle} has to follow. */
  public Result enterUnnamed(Limits limits) {
    if (all.incrementAndGet() > limits.maxUnauthenticated()) {
      all.decrementAndGet();
      refused.increment();
      return new Result(null, ALL);
    }
    return new Result(new Place(), "");
  }

  /** What has been asked for so far. */
  GatewayStatistics.Connections statistics() {
    return new GatewayStatistics.Connections(
        count(), accepted.sum(), Map.of(ALL, refused.sum(), PER_ADDRESS, refusedByAddress.sum()));
  }

  /** How many places are taken. */
  public int count() {
    return all.get();
  }
}
