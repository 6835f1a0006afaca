/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import io.rdgateway.GatewayStatistics;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Counts a gateway for Micrometer. It hears the gateway's events, and once {@link #watch} has been
 * called it reads the gateway's own counters whenever the registry is asked. No tag holds a user, a
 * host or an address, so the number of time series does not grow with the traffic.
 *
 * <pre>{@code
 * GatewayMetrics metrics = new GatewayMetrics(registry, Tags.empty());
 * GatewayServer gateway = builder.listener(new FanOut(metrics, log)).build().start();
 * metrics.watch(gateway::statistics);
 * }</pre>
 *
 * <p>What events tell is as complete as the queue in front of the listener: {@code
 * rdgateway.events.lost} says whether any are missing. Events must come from one thread at a time,
 * as the gateway and {@code FanOut} do it; {@link #watch} and {@link #close} may be called by any.
 */
@SuppressWarnings("exports") // whoever uses this class has Micrometer; nobody else shall need it
public final class GatewayMetrics implements GatewayListener, AutoCloseable {
  /** Sign-ins may wait for a person, so set-up takes milliseconds or a minute. */
  private static final Duration[] SET_UP = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };

  private final MeterRegistry registry;
  private final Tags tags;
  private final BoundedWords schemes = new BoundedWords();
  private final BoundedWords results = new BoundedWords();
  private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

  /**
   * Metrics of one gateway.
   *
   * @param registry where they are kept
   * @param tags of all of them, to tell several gateways of one registry apart
   */
  public GatewayMetrics(MeterRegistry registry, Iterable<Tag> tags) {
    this.registry = registry;
    this.tags = Tags.of(tags);
  }

  /**
   * Adds what the gateway counts itself: bytes, back-pressure, connections, event loops, hooks and
   * the queue of events. To be called once, when the gateway has started. The registry holds this
   * object weakly; as long as it is a gateway's listener, it stays.
   *
   * @param statistics {@code GatewayServer::statistics}
   * @throws IllegalStateException if the gateway does not run
   */
  public void watch(Supplier<GatewayStatistics> statistics) {
    GatewayStatistics now = statistics.get();
    if (now.loops().isEmpty()) {
      throw new IllegalStateException("watch the gateway after it has started");
    }
    new StatisticsMeters(registry, tags, statistics, this, registered::add).register(now);
  }

  @Override
  public void onEvent(GatewayEvent event) {
    if (event instanceof GatewayEvent.SignedIn e) {
      signIn(e.principal().scheme().token(), "accepted");
    } else if (event instanceof GatewayEvent.SignInRejected e) {
      signIn(e.scheme().token(), results.of(e.reason().code()));
    } else if (event instanceof GatewayEvent.RequestRefused e) {
      count("rdgateway.requests.refused", "status", Integer.toString(e.status()));
    } else if (event instanceof GatewayEvent.ReauthenticationRequested) {
      count("rdgateway.reauthentications", "result", "requested");
    } else if (event instanceof GatewayEvent.TunnelReauthenticated) {
      count("rdgateway.reauthentications", "result", "succeeded");
    } else if (event instanceof GatewayEvent.ReauthenticationRefused) {
      count("rdgateway.reauthentications", "result", "refused");
    } else {
      ofTunnel(event);
    }
  }

  private void ofTunnel(GatewayEvent event) {
    if (event instanceof GatewayEvent.TunnelOpened e) {
      decision("connection", "allowed");
      count("rdgateway.tunnels.opened", "transport", transport(e.subject()));
      setUp("rdgateway.tunnel.setup", e.subject(), e.setUp());
    } else if (event instanceof GatewayEvent.TunnelDenied e) {
      decision("connection", word(e.reason().code()));
    } else if (event instanceof GatewayEvent.TunnelClosed e) {
      ended("rdgateway.tunnels.closed", e.subject(), e.reason().kind());
      time("rdgateway.tunnel.duration", e.subject()).record(e.duration());
    } else if (event instanceof GatewayEvent.TunnelFailed e) {
      ended("rdgateway.tunnels.failed", e.subject(), e.reason().kind());
    } else if (event instanceof GatewayEvent.ChannelOpened e) {
      decision("resource", "allowed");
      setUp("rdgateway.channel.setup", e.subject(), e.setUp());
    } else if (event instanceof GatewayEvent.ChannelDenied e) {
      decision("resource", word(e.reason().code()));
    } else if (event instanceof GatewayEvent.ChannelFailed e) {
      count("rdgateway.channels.failed", "transport", transport(e.subject()));
    }
  }

  private void signIn(String scheme, String result) {
    count("rdgateway.signins", "scheme", schemes.of(scheme), "result", result);
  }

  private void decision(String policy, String result) {
    count("rdgateway.policy.decisions", "policy", policy, "result", result);
  }

  private void ended(String name, GatewayEvent.Subject subject, Enum<?> reason) {
    count(name, "transport", transport(subject), "reason", word(reason));
  }

  private void count(String name, String... moreTags) {
    Counter counter = Counter.builder(name).tags(tags.and(moreTags)).register(registry);
    registered.add(counter);
    counter.increment();
  }

  private void setUp(String name, GatewayEvent.Subject subject, Duration took) {
    Timer timer =
        Timer.builder(name)
            .tags(tags.and("transport", transport(subject)))
            .serviceLevelObjectives(SET_UP)
            .register(registry);
    registered.add(timer);
    timer.record(took);
  }

  private Timer time(String name, GatewayEvent.Subject subject) {
    Timer timer =
        Timer.builder(name).tags(tags.and("transport", transport(subject))).register(registry);
    registered.add(timer);
    return timer;
  }

  private static String transport(GatewayEvent.Subject subject) {
    return word(subject.connection().transport());
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Takes the gateway's meters out of the registry; to be called after the gateway's close. */
  @Override
  public void close() {
    registered.forEach(registry::remove);
    registered.clear();
  }
}
