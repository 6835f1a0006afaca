/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent.AdministratorActed;
import io.rdgateway.GatewayEvent.AdministratorActed.Action;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an administrator sees of a running gateway, and does to it. */
class AdministrationTest {
  private static final Administrator ROOT = Administrator.named("root");
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong ticks = new AtomicLong();
  private final Hosts host = Hosts.echo();
  private final TestGateway gateway =
      TestGateway.start(
          TlsSource.insecurePlainHttp(),
          new TestGateway.Passwords(),
          TestGateway.EVERYTHING,
          builder -> builder.eventLoops(1).ticks(ticks::get));
  private final Administration root = gateway.server().administration(ROOT);

  @AfterEach
  void close() {
    gateway.close();
    host.close();
  }

  private GatewayChannel open(String user) throws IOException {
    return client(user).build().open("127.0.0.1", host.port());
  }

  private GatewayClient.Builder client(String user) {
    return GatewayClient.builder("localhost", gateway.address().getPort())
        .connectTo(gateway.address())
        .credentials(ClientCredentials.basic(user, TestGateway.PASSWORD))
        .insecurePlainHttp();
  }

  private static void assertFlows(GatewayChannel channel) throws IOException {
    channel.output().write(42);
    assertEquals(42, channel.input().read());
  }

  private static void assertDisconnected(GatewayChannel channel) throws IOException {
    assertEquals(-1, channel.input().read());
    assertEquals(0x4D4, channel.closeCode().orElseThrow());
  }

  private AdministratorActed acted(Action action) {
    return gateway.events.await(AdministratorActed.class, event -> event.action() == action);
  }

  private Tunnel.Channel only() {
    return gateway.server().tunnels().get(0).channel().orElseThrow();
  }

  @Test
  void tellsForHowLongAClientHasSentNothing() throws Exception {
    try (GatewayChannel channel = open("alice")) {
      assertEquals(Duration.ZERO, only().idleTime());
      ticks.addAndGet(Duration.ofSeconds(90).toNanos());
      assertEquals(Duration.ofSeconds(90), only().idleTime());
      assertFlows(channel);
      assertEquals(Duration.ZERO, only().idleTime());
      assertEquals(1, only().bytesFromClient());
      assertEquals(1, only().bytesToClient());
    }
  }

  @Test
  void disconnectsAUserAndNobodyElse() throws Exception {
    try (GatewayChannel alice = open("alice");
        GatewayChannel again = open("alice");
        GatewayChannel bob = open("bob")) {
      assertEquals(0, root.disconnect(TunnelFilter.user("ali"), ""));
      assertEquals(2, root.disconnect(TunnelFilter.user("ALICE"), "lunch"));
      assertDisconnected(alice);
      assertDisconnected(again);
      assertFlows(bob);
      var closed =
          gateway.events.awaitCount(
              GatewayEvent.TunnelClosed.class,
              event -> event.reason().kind() == CloseReason.Kind.ADMINISTRATOR,
              2);
      assertEquals(202, closed.get(0).microsoftEventId().orElseThrow());
      assertEquals("disconnected by root: lunch", closed.get(0).reason().explanation());
      gateway.events.await(
          AdministratorActed.class,
          event ->
              event.action() == Action.DISCONNECT
                  && event.by().equals(ROOT)
                  && event.object().equals("user ALICE")
                  && event.outcome().equals("2 tunnels"));
    }
  }

  @Test
  void disconnectsOneTunnelOrAHosts() throws Exception {
    try (Hosts second = Hosts.echo();
        GatewayChannel first = open("alice");
        GatewayChannel other = client("alice").build().open("127.0.0.1", second.port())) {
      assertEquals(0, root.disconnect(TunnelFilter.resource("127.0.0.2"), ""));
      assertEquals(0, root.disconnect(TunnelFilter.tunnel("t"), ""));
      assertEquals(1, root.disconnect(TunnelFilter.resource("127.0.0.1", second.port()), ""));
      assertDisconnected(other);
      gateway.events.await(GatewayEvent.TunnelClosed.class);
      assertFlows(first);
      assertEquals(1, root.disconnect(TunnelFilter.resource("127.0.0.1."), ""));
      assertDisconnected(first);
    }
    assertThrows(IllegalArgumentException.class, () -> TunnelFilter.resource("pc", 0));
    assertThrows(IllegalArgumentException.class, () -> TunnelFilter.resource("pc", 65_536));
  }

  @Test
  void countsWhomAMessageWasSentTo() throws Exception {
    var shown = new CompletableFuture<String>();
    try (GatewayChannel deaf = open("alice");
        GatewayChannel channel =
            client("bob").serviceMessages(shown::complete).build().open("127.0.0.1", host.port())) {
      var result = root.message(TunnelFilter.all(), "down at noon").toCompletableFuture().join();
      assertEquals(new Administration.MessageResult(2, 1), result);
      assertEquals("sent to 1 of 2 tunnels", acted(Action.MESSAGE).outcome());
      assertFlows(channel); // its reader takes the message on the way
      assertEquals("down at noon", shown.join());
      assertFlows(deaf);
    }
    assertThrows(IllegalArgumentException.class, () -> root.message(TunnelFilter.all(), ""));
  }

  @ParameterizedTest
  @EnumSource
  void aDrainLosesNothingOfTunnelsThatEndInTime(TransportKind transport) throws Exception {
    byte[] sent = new byte[5 << 20];
    new Random(7).nextBytes(sent);
    CompletableFuture<Void> drained;
    try (GatewayChannel channel =
        client("alice").transport(transport).build().open("127.0.0.1", host.port())) {
      assertTrue(gateway.server().drainProgress().isEmpty());
      var writing = CompletableFuture.runAsync(() -> write(channel, sent));
      byte[] first = channel.input().readNBytes(1 << 20);
      drained = root.drain(HOUR).toCompletableFuture();
      assertEquals(new DrainProgress(1, HOUR), gateway.server().drainProgress().orElseThrow());
      assertThrows(GatewayClientException.class, () -> open("bob"));
      byte[] rest = channel.input().readNBytes(sent.length - first.length);
      writing.join();
      byte[] received = new byte[sent.length];
      System.arraycopy(first, 0, received, 0, first.length);
      System.arraycopy(rest, 0, received, first.length, rest.length);
      assertArrayEquals(sent, received);
      assertFalse(drained.isDone());
    }
    drained.join();
    assertEquals(0, gateway.server().drainProgress().orElseThrow().tunnels());
    root.resume();
    assertTrue(gateway.server().drainProgress().isEmpty());
    acted(Action.DRAIN);
    acted(Action.RESUME);
  }

  /** The client reads late: what the host sent before the end has to reach it all the same. */
  @Test
  void theEndOfADrainLosesNothingThatTheGatewayHasTaken() throws Exception {
    byte[] sent = new byte[1 << 20];
    new Random(8).nextBytes(sent);
    try (Hosts sender =
            Hosts.start(
                socket -> {
                  socket.getOutputStream().write(sent);
                  socket.getInputStream().read();
                });
        GatewayChannel channel = client("alice").build().open("127.0.0.1", sender.port())) {
      int begun = channel.input().read();
      assertEquals(sent[0], (byte) begun);
      var drained = root.drain(Duration.ZERO).toCompletableFuture();
      byte[] rest = channel.input().readAllBytes();
      var closed = gateway.events.await(GatewayEvent.TunnelClosed.class);
      assertEquals(CloseReason.Kind.GATEWAY_CLOSING, closed.reason().kind());
      assertEquals(closed.bytesToClient(), 1 + rest.length);
      assertArrayEquals(Arrays.copyOfRange(sent, 1, 1 + rest.length), rest);
      drained.join();
    }
  }

  @Test
  void aGatewayThatResumesEndsNoTunnels() throws Exception {
    try (GatewayChannel channel = open("alice")) {
      var drained = root.drain(HOUR).toCompletableFuture();
      root.resume();
      CompletionException failure = assertThrows(CompletionException.class, drained::join);
      assertTrue(failure.getCause() instanceof CancellationException);
      ticks.addAndGet(HOUR.multipliedBy(2).toNanos());
      assertFlows(channel);
      open("bob").close();
      assertFlows(channel);
    }
  }

  @Test
  void anotherDrainChangesTheTimeAlone() throws Exception {
    try (GatewayChannel channel = open("alice")) {
      var slow = root.drain(HOUR).toCompletableFuture();
      var quick = root.drain(Duration.ZERO).toCompletableFuture();
      assertDisconnected(channel);
      quick.join();
      slow.join();
    }
  }

  @Test
  void theEndOfTheGatewayEndsADrain() throws Exception {
    GatewayChannel channel = open("alice");
    var drained = root.drain(HOUR).toCompletableFuture();
    var closing = CompletableFuture.runAsync(gateway::close);
    assertDisconnected(channel);
    drained.join();
    closing.join();
    channel.close();
  }

  @Test
  void tellsOfReloadsAndOfThoseWhoWereRefused() {
    assertThrows(IllegalStateException.class, root::reloadTls);
    assertTrue(acted(Action.RELOAD_CERTIFICATES).outcome().startsWith("failed: "));
    root.refused(gateway.address(), "wrong secret");
    root.did(Action.RELOAD_POLICY, "policy.yaml", "3 tunnels ended");
    assertEquals("policy.yaml", acted(Action.RELOAD_POLICY).object());
    assertEquals(
        List.of("wrong secret"),
        gateway.events.awaitCount(GatewayEvent.AdministratorRefused.class, e -> true, 1).stream()
            .map(GatewayEvent.AdministratorRefused::explanation)
            .toList());
    assertThrows(IllegalArgumentException.class, () -> Administrator.named(" "));
  }

  private static void write(GatewayChannel channel, byte[] bytes) {
    try {
      channel.output().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
