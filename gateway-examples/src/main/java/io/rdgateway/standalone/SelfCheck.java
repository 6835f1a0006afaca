/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.spi.TransportKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as its own client: signs in as a {@link ThrowAwayUser}, opens channels over both
 * transports at once and relays bytes.
 */
public final class SelfCheck {
  /** Leaves room within the five seconds that the check may take. */
  private static final Duration TIMEOUT = Duration.ofMillis(4500);

  private final GatewayCertificate certificate;
  private final InetSocketAddress gateway;
  private final MemoryUserStore users;
  private final LivePolicy policy;
  private final Consumer<String> say;
  private final Duration timeout;

  /**
   * A check of a gateway that runs in this process.
   *
   * @param certificate what it presents
   * @param gateway where it listens
   * @param users its users
   * @param policy its policy
   * @param say hears each step and its result
   */
  public SelfCheck(
      GatewayCertificate certificate,
      InetSocketAddress gateway,
      MemoryUserStore users,
      LivePolicy policy,
      Consumer<String> say) {
    this(certificate, gateway, users, policy, say, TIMEOUT);
  }

  SelfCheck(
      GatewayCertificate certificate,
      InetSocketAddress gateway,
      MemoryUserStore users,
      LivePolicy policy,
      Consumer<String> say,
      Duration timeout) {
    this.certificate = certificate;
    this.gateway = gateway;
    this.users = users;
    this.policy = policy;
    this.say = say;
    this.timeout = timeout;
  }

  /**
   * Checks; takes at most five seconds.
   *
   * @param ownHost whether to relay to a host of its own on loopback
   * @param rdpHost another host to relay to; null for none
   * @return true if every step went well
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public boolean run(boolean ownHost, @Nullable HostPort rdpHost) throws InterruptedException {
    say.accept("Self-check, as a throw-away user that exists in memory only:");
    try (EchoHost echo = new EchoHost()) {
      List<HostPort> hosts = new ArrayList<>();
      if (ownHost) {
        hosts.add(echo.address());
      }
      if (rdpHost != null) {
        hosts.add(rdpHost);
      }
      try (ThrowAwayUser user = new ThrowAwayUser(users, policy, hosts)) {
        List<Probe> probes = new ArrayList<>();
        for (HostPort host : hosts) {
          Exchange exchange = host.equals(rdpHost) ? Exchange.RDP : Exchange.PATTERN;
          for (TransportKind kind : TransportKind.values()) {
            String way = kind == TransportKind.WEBSOCKET ? "WebSocket" : "two HTTP channels";
            probes.add(new Probe(way, client(user, kind), host, exchange));
          }
        }
        boolean passed = await(probes);
        say.accept(passed ? "Self-check passed." : "Self-check FAILED.");
        return passed;
      }
    }
  }

  private GatewayClient client(ThrowAwayUser user, TransportKind kind) {
    return GatewayClient.builder(certificate.name(), gateway.getPort())
        .connectTo(reachable())
        .trust(certificate.identity().certificate())
        .credentials(user.credentials())
        .transport(kind)
        .clientName("self-check")
        .consent(text -> true) // nobody is there to read it
        .timeout(timeout)
        .build();
  }

  /** A gateway that listens on all addresses is there on loopback, too. */
  private InetSocketAddress reachable() {
    return gateway.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.getPort())
        : gateway;
  }

  private boolean await(List<Probe> probes) throws InterruptedException {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "self-check");
              thread.setDaemon(true);
              return thread;
            });
    long end = System.nanoTime() + timeout.toNanos();
    try {
      List<Future<Boolean>> results = probes.stream().map(threads::submit).toList();
      boolean passed = true;
      for (int i = 0; i < probes.size(); i++) {
        passed &= await(probes.get(i), results.get(i), end - System.nanoTime());
        probes.get(i).steps().forEach(step -> say.accept("  " + step));
      }
      return passed;
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean await(Probe probe, Future<Boolean> result, long nanos)
      throws InterruptedException {
    try {
      return result.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      probe.giveUp("no answer within " + timeout.toMillis() + " ms");
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the self-check failed in itself", e.getCause());
    }
  }
}
