/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.spi.TransportKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway has counted since it was built, and what it is doing at this moment. The event
 * loops count each for itself and their numbers are added up when somebody asks, so a snapshot is
 * exact in each number but not one single moment across all of them.
 *
 * @param listening whether every address is listened on
 * @param draining whether new tunnels are refused
 * @param tunnels how many are open, by transport
 * @param connections those on their way to a tunnel
 * @param bytesFromClients payload of all channels from clients to hosts
 * @param bytesToClients payload of all channels from hosts to clients
 * @param clientPauses when clients were not read, because the host or the gateway itself was busy
 * @param hostPauses when hosts were not read, because the client took too little
 * @param loops one for each event loop; empty when the gateway does not run
 * @param hooks one for each kind of hook
 * @param events those for the listener
 */
public record GatewayStatistics(
    boolean listening,
    boolean draining,
    Map<TransportKind, Integer> tunnels,
    Connections connections,
    long bytesFromClients,
    long bytesToClients,
    Pauses clientPauses,
    Pauses hostPauses,
    List<Loop> loops,
    List<Hooks> hooks,
    Events events) {

  /** Copies the collections. */
  public GatewayStatistics {
    tunnels = Map.copyOf(tunnels);
    loops = List.copyOf(loops);
    hooks = List.copyOf(hooks);
  }

  /**
   * How many tunnels are open.
   *
   * @return over all transports
   */
  public int openTunnels() {
    return tunnels.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Connections that were accepted.
   *
   * @param waiting have no tunnel yet
   * @param accepted had a place, those that are waiting included
   * @param refused were closed unheard, by the name of the limit in {@link Limits}
   */
  public record Connections(int waiting, long accepted, Map<String, Long> refused) {
    /** Copies the map. */
    public Connections {
      refused = Map.copyOf(refused);
    }
  }

  /**
   * Back-pressure: reading from one side was switched off for a while.
   *
   * @param current how many tunnels are paused now
   * @param ended how many pauses are over
   * @param total how long those that are over took together
   */
  public record Pauses(int current, long ended, Duration total) {}

  /**
   * One event loop.
   *
   * @param lag the longest time that a task had to wait for its turn in the last 16 seconds, the
   *     wait of this moment included; a few milliseconds are normal
   * @param pendingTasks how many tasks wait for their turn
   */
  public record Loop(Duration lag, int pendingTasks) {}

  /**
   * One kind of hook. A call whose client leaves before the answer is counted nowhere.
   *
   * @param kind for example {@code connection-policy}
   * @param pool the executor; null if it is the application's own
   * @param answered calls that gave an answer, denials included
   * @param failed calls that threw an exception or answered null
   * @param timedOut calls that met their deadline
   * @param rejected calls for which the executor had no room
   * @param total how long all of these took together, the wait for a thread included
   */
  public record Hooks(
      String kind,
      @Nullable Pool pool,
      long answered,
      long failed,
      long timedOut,
      long rejected,
      Duration total) {

    /**
     * How many calls have ended.
     *
     * @return however they ended
     */
    public long calls() {
      return answered + failed + timedOut + rejected;
    }
  }

  /**
   * An executor of hooks.
   *
   * @param active threads that run a hook
   * @param threads how many there may be
   * @param queued calls that wait for a thread
   * @param room how many may wait
   */
  public record Pool(int active, int threads, int queued, int room) {}

  /**
   * The queue in front of the listener.
   *
   * @param queued wait for the listener
   * @param lost were thrown away because it was too slow
   */
  public record Events(int queued, long lost) {}
}
