/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayHealth;
import io.rdgateway.audit.FanOut;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.testing.Events;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One real gateway, counted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayMetricsTest {
  private static final int BYTES = 100_000;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatewayMetrics metrics = new GatewayMetrics(registry, Tags.of("gateway", "test"));

  /** Hears of each event after the metrics have. */
  private final Events counted = new Events();

  private final FanOut listener =
      new FanOut(
          event -> {
            metrics.onEvent(event);
            counted.onEvent(event);
          });
  private final TestGateway gateway =
      TestGateway.start(
          TlsSource.insecurePlainHttp(),
          new TestGateway.Passwords(),
          TestGateway.EVERYTHING,
          builder -> builder.listener(listener).eventLoops(2));

  @AfterAll
  void close() {
    gateway.close();
    listener.close();
  }

  private GatewayChannel open(TransportKind transport, String password, int port)
      throws IOException {
    return GatewayClient.builder("localhost", gateway.address().getPort())
        .connectTo(gateway.address())
        .credentials(ClientCredentials.basic("alice", password))
        .transport(transport)
        .insecurePlainHttp()
        .build()
        .open("127.0.0.1", port);
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  private double events(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  @Test
  void countsWhatTheGatewayDoes() throws Exception {
    assertTrue(gateway.server().health().ready(), () -> gateway.server().health().toString());
    metrics.watch(gateway.server()::statistics);
    try (Hosts host = Hosts.echo()) {
      for (TransportKind transport : TransportKind.values()) {
        try (GatewayChannel channel = open(transport, TestGateway.PASSWORD, host.port())) {
          counted.await(
              GatewayEvent.ChannelOpened.class,
              e -> e.subject().connection().transport() == transport);
          assertEquals(
              1,
              registry
                  .get("rdgateway.tunnels")
                  .tag("transport", GatewayMetrics.word(transport))
                  .gauge()
                  .value());
          byte[] sent = new byte[BYTES];
          channel.output().write(sent);
          assertEquals(BYTES, channel.input().readNBytes(BYTES).length);
        }
      }
      assertThrows(
          GatewayClientException.class,
          () -> open(TransportKind.WEBSOCKET, "wrong", host.port()).close());
    }
    counted.awaitCount(GatewayEvent.TunnelClosed.class, e -> true, 2);
    counted.await(GatewayEvent.SignInRejected.class);

    for (TransportKind transport : TransportKind.values()) {
      String word = GatewayMetrics.word(transport);
      assertEquals(1, events("rdgateway.tunnels.opened", "transport", word));
      assertEquals(
          1,
          registry.get("rdgateway.tunnels.closed").tag("transport", word).counters().stream()
              .mapToDouble(Counter::count)
              .sum());
      assertEquals(
          1, registry.get("rdgateway.tunnel.setup").tag("transport", word).timer().count());
      assertEquals(
          1, registry.get("rdgateway.channel.setup").tag("transport", word).timer().count());
    }
    assertEquals(
        2, events("rdgateway.policy.decisions", "policy", "connection", "result", "allowed"));
    assertEquals(
        2, events("rdgateway.policy.decisions", "policy", "resource", "result", "allowed"));
    // Both halves of the two-channel tunnel sign in.
    assertEquals(3, events("rdgateway.signins", "scheme", "basic", "result", "accepted"));
    assertTrue(events("rdgateway.signins", "scheme", "basic", "result", "wrong-password") >= 1);
    assertEquals(2 * BYTES, counter("rdgateway.bytes", "direction", "from-client"));
    assertEquals(2 * BYTES, counter("rdgateway.bytes", "direction", "to-client"));
    assertEquals(
        2, counter("rdgateway.hook.calls", "hook", "resource-policy", "result", "answered"));
    FunctionTimer policy =
        registry.get("rdgateway.hook.duration").tag("hook", "resource-policy").functionTimer();
    assertEquals(2, policy.count());
    assertTrue(policy.totalTime(TimeUnit.NANOSECONDS) > 0);
    assertTrue(counter("rdgateway.connections.accepted") >= 4);
    assertEquals(0, counter("rdgateway.events.lost"));
    assertEquals(2, registry.get("rdgateway.loop.lag").timeGauges().size());
    noTagNamesAnybody();
  }

  private void noTagNamesAnybody() {
    Set<String> keys =
        registry.getMeters().stream()
            .flatMap(meter -> meter.getId().getTags().stream())
            .map(Tag::getKey)
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "gateway",
            "transport",
            "le",
            "reason",
            "policy",
            "result",
            "scheme",
            "direction",
            "side",
            "limit",
            "loop",
            "hook"),
        keys);
    String all = registry.getMeters().stream().map(m -> m.getId().toString()).toList().toString();
    assertTrue(!all.contains("alice") && !all.contains("127.0.0.1"), all);
  }

  @Test
  void wordsOfApplicationsAreBounded() {
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    GatewayMetrics many = new GatewayMetrics(own, Tags.empty());
    InetSocketAddress address = new InetSocketAddress("192.0.2.1", 1);
    ConnectionInfo connection =
        new ConnectionInfo(
            "c1", TransportKind.HTTP, address, address, null, List.of(), null, null, null, null);
    for (int i = 0; i < 1_000; i++) {
      many.onEvent(
          new GatewayEvent.SignInRejected(
              Instant.EPOCH,
              connection,
              AuthScheme.BASIC,
              AuthenticationContext.Stage.HTTP,
              new RejectReason(i % 2 == 0 ? "code-" + i : "user alice " + i, "why")));
    }
    List<Meter> meters = own.getMeters();
    assertEquals(65, meters.size());
    assertEquals(500 + 436, own.get("rdgateway.signins").tag("result", "other").counter().count());
    many.close();
    assertEquals(List.of(), own.getMeters());
  }

  @Test
  void whatNeverRanIsNotWatched() {
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    TestGateway closed = TestGateway.plain();
    closed.close();
    GatewayMetrics none = new GatewayMetrics(own, Tags.empty());
    assertThrows(IllegalStateException.class, () -> none.watch(closed.server()::statistics));
    GatewayHealth health = closed.server().health();
    assertTrue(health.live() && !health.ready(), health::toString);
    assertEquals(List.of(), own.getMeters());
  }

  @Test
  void aClosedTunnelTellsItsReasonAndItsTime() {
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    GatewayMetrics one = new GatewayMetrics(own, Tags.empty());
    InetSocketAddress address = new InetSocketAddress("192.0.2.1", 1);
    ConnectionInfo connection =
        new ConnectionInfo(
            "c1", TransportKind.HTTP, address, address, null, List.of(), null, null, null, null);
    one.onEvent(
        new GatewayEvent.TunnelClosed(
            Instant.EPOCH,
            new GatewayEvent.Subject("t1", connection, null, "pc"),
            1,
            2,
            Duration.ofMinutes(5),
            CloseReason.of(CloseReason.Kind.SESSION_TIMEOUT, "over")));
    assertEquals(
        1, own.get("rdgateway.tunnels.closed").tag("reason", "session-timeout").counter().count());
    assertEquals(300, own.get("rdgateway.tunnel.duration").timer().totalTime(TimeUnit.SECONDS));
  }
}
