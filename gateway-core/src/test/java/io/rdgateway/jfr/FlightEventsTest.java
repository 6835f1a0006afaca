/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.timer.LoopPulse;
import io.rdgateway.timer.ManualLoop;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightEventsTest {
  private static final String PREFIX = "io.rdgateway.";
  private static final Set<String> NAMES =
      Set.of(
          "SignIn",
          "TunnelOpened",
          "TunnelClosed",
          "PolicyDecision",
          "HostConnect",
          "SlowHook",
          "LoopLag");
  private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 1);
  private static final GatewayEvent.Subject NOBODY =
      new GatewayEvent.Subject(
          "t-by-hand",
          new ConnectionInfo(
              "c-by-hand",
              TransportKind.HTTP,
              ADDRESS,
              ADDRESS,
              null,
              List.of(),
              null,
              null,
              null,
              null),
          null,
          "PC");

  @TempDir private Path folder;

  @Test
  void aRecordingTellsWhatTheGatewayDid() throws Exception {
    int deadPort = freePort();
    List<RecordedEvent> recorded;
    try (Hosts host = Hosts.echo();
        Recording recording = new Recording()) {
      NAMES.forEach(name -> recording.enable(PREFIX + name).withThreshold(Duration.ZERO));
      recording.start();
      try (TestGateway gateway =
          TestGateway.start(
              TlsSource.insecurePlainHttp(),
              new TestGateway.Passwords(),
              policy(host.port(), deadPort),
              builder -> builder.eventLoops(1))) {
        try (GatewayChannel channel = open(gateway, TestGateway.PASSWORD, host.port())) {
          channel.output().write(new byte[1_000]);
          assertEquals(1_000, channel.input().readNBytes(1_000).length);
        }
        gateway.events.await(GatewayEvent.TunnelClosed.class);
        refused(gateway, "wrong", host.port());
        refused(gateway, TestGateway.PASSWORD, 1);
        refused(gateway, TestGateway.PASSWORD, deadPort);
        gateway.events.awaitCount(GatewayEvent.TunnelClosed.class, e -> true, 3);
      }
      lateLoop();
      byHand();
      recording.stop();
      Path file = folder.resolve("gateway.jfr");
      recording.dump(file);
      recorded = RecordingFile.readAllEvents(file);
    }

    assertEquals(
        NAMES,
        recorded.stream()
            .map(e -> e.getEventType().getName().substring(PREFIX.length()))
            .collect(Collectors.toSet()));
    RecordedEvent life = one(recorded, "TunnelClosed", e -> e.getLong("bytesFromClient") == 1_000);
    assertEquals("alice", life.getString("userId"));
    assertEquals(1_000, life.getLong("bytesToClient"));
    assertTrue(life.getDuration().compareTo(Duration.ZERO) > 0, life::toString);
    RecordedEvent opened =
        one(recorded, "TunnelOpened", e -> e.getString("tunnel").equals(life.getString("tunnel")));
    assertEquals("WEBSOCKET", opened.getString("transport"));
    assertTrue(opened.getDuration("setUp").compareTo(Duration.ZERO) > 0, opened::toString);

    RecordedEvent signIn =
        one(
            recorded,
            "SignIn",
            e -> e.getString("connection").equals(life.getString("connection")));
    assertTrue(signIn.getBoolean("accepted"));
    assertEquals("alice", signIn.getString("userId"));
    RecordedEvent refused = one(recorded, "SignIn", e -> !e.getBoolean("accepted"));
    assertEquals("wrong-password", refused.getString("code"));
    assertNull(refused.getString("userId"));

    RecordedEvent denied = one(recorded, "PolicyDecision", e -> e.getInt("port") == 1);
    assertFalse(denied.getBoolean("allowed"));
    assertEquals("NOT_AUTHORIZED", denied.getString("code"));
    assertEquals("resource", denied.getString("kind"));
    assertTrue(
        one(recorded, "PolicyDecision", e -> e.getInt("port") == host(recorded))
            .getBoolean("allowed"));

    RecordedEvent dead = one(recorded, "HostConnect", e -> e.getInt("port") == deadPort);
    assertFalse(dead.getBoolean("connected"));
    assertTrue(dead.getString("error").contains("refused"), dead::toString);
    assertTrue(
        recorded.stream()
            .filter(named("SlowHook"))
            .anyMatch(e -> e.getString("hook").equals("resource-policy")));
    one(recorded, "LoopLag", e -> e.getDuration("lag").equals(Duration.ofMillis(250)));

    RecordedEvent before = one(recorded, "TunnelClosed", FlightEventsTest::isByHand);
    assertEquals(Duration.ofMinutes(5), before.getDuration("life"));
    assertEquals("SESSION_TIMEOUT", before.getString("reason"));
    assertEquals(
        "a?[2Jb?c", one(recorded, "PolicyDecision", FlightEventsTest::isByHand).getString("host"));
  }

  /** The port of the one host that was connected. */
  private static int host(List<RecordedEvent> recorded) {
    return one(recorded, "HostConnect", e -> e.getBoolean("connected")).getInt("port");
  }

  private static boolean isByHand(RecordedEvent event) {
    return event.getString("tunnel").equals("t-by-hand");
  }

  private static void lateLoop() {
    ManualLoop loop = new ManualLoop(0);
    LoopPulse pulse = new LoopPulse(loop, loop::now);
    loop.advance(Duration.ofMillis(1_250));
    assertEquals(Duration.ofMillis(250), pulse.lag());
  }

  /** A tunnel that was open before the recording, and a name that a terminal would obey. */
  private static void byHand() {
    FlightEvents flight = new FlightEvents();
    flight.tell(
        new GatewayEvent.TunnelClosed(
            Instant.EPOCH,
            NOBODY,
            1,
            2,
            Duration.ofMinutes(5),
            CloseReason.of(CloseReason.Kind.SESSION_TIMEOUT, "over")));
    flight.tell(
        new GatewayEvent.ChannelDenied(
            Instant.EPOCH,
            NOBODY,
            "a\u001b[2Jb\u2028c",
            3389,
            new DenyReason(DenyCode.NOT_AUTHORIZED, "test", "no")));
  }

  private static Predicate<RecordedEvent> named(String name) {
    return e -> e.getEventType().getName().equals(PREFIX + name);
  }

  private static RecordedEvent one(
      List<RecordedEvent> recorded, String name, Predicate<RecordedEvent> filter) {
    List<RecordedEvent> found = recorded.stream().filter(named(name)).filter(filter).toList();
    assertEquals(1, found.size(), () -> name + " in " + recorded);
    return found.get(0);
  }

  private static AuthorizationPolicy policy(int... ports) {
    return AuthorizationPolicy.of(
        request -> Decision.allow(TunnelGrant.unrestricted()),
        request ->
            Arrays.stream(ports).anyMatch(port -> port == request.target().getPort())
                ? Decision.allow(new ChannelGrant(true, Map.of()))
                : Decision.deny("not this port"));
  }

  private static int freePort() {
    try (Hosts gone = Hosts.echo()) {
      return gone.port();
    }
  }

  private static void refused(TestGateway gateway, String password, int port) {
    assertThrows(GatewayClientException.class, () -> open(gateway, password, port).close());
  }

  private static GatewayChannel open(TestGateway gateway, String password, int port)
      throws IOException {
    return GatewayClient.builder("localhost", gateway.address().getPort())
        .connectTo(gateway.address())
        .credentials(ClientCredentials.preemptiveBasic("alice", password))
        .insecurePlainHttp()
        .build()
        .open("127.0.0.1", port);
  }

  /** Every hook of every sign-in would be too much for those who only switch the recorder on. */
  @Test
  void onlySlowHooksAreToldUnlessARecordingWantsAll() {
    FlightRecorder.register(SlowHookEvent.class);
    EventType type =
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .filter(t -> t.getName().equals(PREFIX + "SlowHook"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of("100 ms"),
        type.getSettingDescriptors().stream()
            .filter(s -> s.getName().equals("threshold"))
            .map(SettingDescriptor::getDefaultValue)
            .toList());
  }
}
