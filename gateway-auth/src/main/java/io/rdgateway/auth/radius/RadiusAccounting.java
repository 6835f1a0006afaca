/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import io.rdgateway.Tunnel;
import io.rdgateway.spi.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells RADIUS servers of tunnels (RFC 2866): Start, Interim-Update, Stop, with user, bytes,
 * duration, cause and the Class that the connection policy of the same {@link NasIdentity} got.
 *
 * <p>Made before the gateway, as its listener or behind it, and closed after it. Nothing waits for
 * a server: records that none takes wait in a bounded queue, are sent again every 30 s with the
 * time that they are late, and are lost, counted and logged when the queue is full. Thread-safe.
 */
public final class RadiusAccounting implements GatewayListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RadiusAccounting.class);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(1);
  private static final long CLOSE_SECONDS = 5;

  private final RadiusClient client;
  private final NasIdentity nas;
  private final Function<UserPrincipal, String> userName;
  private final InstantSource clock;
  private final AccountingQueue queue;

  /** By the tunnel's id; belongs to the loop. */
  private final Map<String, AccountingSession> sessions = new HashMap<>();

  /**
   * Accounting under the principals' names, by the system's clock.
   *
   * @param client talks to the accounting servers, port 1813 most of the time
   * @param nas names this gateway and its sessions
   */
  public RadiusAccounting(RadiusClient client, NasIdentity nas) {
    this(client, nas, UserPrincipal::name, Clock.systemUTC());
  }

  /**
   * Accounting.
   *
   * @param client talks to the accounting servers
   * @param nas names this gateway and its sessions
   * @param userName what goes into User-Name; cut to 253 bytes
   * @param clock says how late a record is
   */
  public RadiusAccounting(
      RadiusClient client,
      NasIdentity nas,
      Function<UserPrincipal, String> userName,
      InstantSource clock) {
    this.client = client;
    this.nas = nas;
    this.userName = userName;
    this.clock = clock;
    queue = new AccountingQueue(client, nas, clock);
  }

  /**
   * Sends Interim-Updates from now on.
   *
   * @param tunnels the live tunnels: {@code server::tunnels}
   * @param interval between two records of a tunnel, a minute or more; ten are usual
   * @throws IllegalArgumentException if the interval is shorter than a minute
   */
  public void sendInterim(Supplier<? extends Collection<Tunnel>> tunnels, Duration interval) {
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      throw new IllegalArgumentException(
          "interim records are a minute or more apart, not " + interval);
    }
    onLoop(() -> scheduleInterim(tunnels, interval));
  }

  private void scheduleInterim(Supplier<? extends Collection<Tunnel>> tunnels, Duration interval) {
    client.schedule(
        interval,
        () -> {
          scheduleInterim(tunnels, interval);
          interim(
              tunnels.get().stream()
                  .collect(Collectors.toMap(Tunnel::id, Function.identity(), (a, b) -> a)));
        });
  }

  private void interim(Map<String, Tunnel> live) {
    Instant now = clock.instant();
    sessions.forEach(
        (id, session) -> {
          Tunnel tunnel = live.get(id);
          if (tunnel != null) {
            Optional<Tunnel.Channel> channel = tunnel.channel();
            queue.add(
                session.interim(
                    now,
                    channel.map(Tunnel.Channel::bytesFromClient).orElse(0L),
                    channel.map(Tunnel.Channel::bytesToClient).orElse(0L)));
          }
        });
  }

  @Override
  public void onEvent(GatewayEvent event) {
    if (event instanceof GatewayEvent.TunnelOpened
        || event instanceof GatewayEvent.TunnelClosed
        || event instanceof GatewayEvent.ChannelClosed
        || event instanceof GatewayEvent.TunnelReauthenticated) {
      onLoop(() -> take(event));
    }
  }

  private void onLoop(Runnable task) {
    try {
      client.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.warn("an accounting record is lost: the RADIUS client has been closed before");
    }
  }

  private void take(GatewayEvent event) {
    if (event instanceof GatewayEvent.TunnelOpened opened) {
      AccountingSession session =
          new AccountingSession(nas.sessionId(opened.subject().connection()), opened, userName);
      sessions.put(opened.subject().tunnelId(), session);
      queue.add(session.start());
    } else if (event instanceof GatewayEvent.ChannelClosed closed) {
      AccountingSession session = sessions.get(closed.subject().tunnelId());
      if (session != null) {
        session.channelClosed(closed.bytesFromClient(), closed.bytesToClient());
      }
    } else if (event instanceof GatewayEvent.TunnelReauthenticated again) {
      AccountingSession session = sessions.get(again.subject().tunnelId());
      if (session != null) {
        session.grant(again.grant());
      }
    } else if (event instanceof GatewayEvent.TunnelClosed closed) {
      AccountingSession session = sessions.remove(closed.subject().tunnelId());
      if (session != null) {
        queue.add(session.stop(closed));
      }
    }
  }

  /**
   * How many records have been lost because no server took them, or they did not fit into a packet.
   * Must not be called on the client's thread.
   *
   * @return the count so far
   */
  public long lost() {
    CompletableFuture<Long> count = new CompletableFuture<>();
    try {
      client.execute(() -> count.complete(queue.lost()));
    } catch (RejectedExecutionException e) {
      count.complete(queue.lost());
    }
    return count.join();
  }

  /**
   * Waits a few seconds for what has not been sent. The client is not closed. Must not be called on
   * the client's thread.
   */
  @Override
  public void close() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    onLoop(
        () -> {
          var unused = queue.close().thenRun(() -> end.complete(null));
        });
    try {
      end.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("accounting ends with records that no RADIUS server has taken");
    }
  }
}
