/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Service messages to many tunnels. There is one event loop, so a later message proves that an
 * earlier one was not sent.
 */
class AnnouncementTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant EVER = Instant.MAX;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Hosts host = Hosts.echo();
  private final TestGateway gateway =
      TestGateway.start(
          TlsSource.insecurePlainHttp(),
          new TestGateway.Passwords(),
          TestGateway.EVERYTHING,
          builder ->
              builder
                  .eventLoops(1)
                  .clock(now::get)
                  .ticks(() -> Duration.between(START, now.get()).toNanos()));

  /** A user at a client that shows messages. */
  private final class User implements AutoCloseable {
    final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    final GatewayChannel channel;

    User(String name) throws IOException {
      channel =
          GatewayClient.builder("localhost", gateway.address().getPort())
              .connectTo(gateway.address())
              .credentials(ClientCredentials.basic(name, TestGateway.PASSWORD))
              .serviceMessages(shown::add)
              .insecurePlainHttp()
              .build()
              .open("127.0.0.1", host.port());
      CompletableFuture.runAsync(
          () -> {
            try {
              channel.input().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }

    void isShown(String text) throws InterruptedException {
      assertEquals(text, shown.poll(20, TimeUnit.SECONDS));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private GatewayServer server() {
    return gateway.server();
  }

  @BeforeEach
  void nothingIsAnnounced() {
    assertEquals(List.of(), server().announcements());
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    host.close();
  }

  @Test
  void openTunnelsAreToldAtOnceAndOnce() throws Exception {
    try (User alice = new User("alice");
        User bob = new User("bob")) {
      server().announce(Announcement.toAll("down at noon", START, EVER));
      alice.isShown("down at noon");
      bob.isShown("down at noon");
      server().announce(Announcement.toAll("down at two", START, EVER));
      alice.isShown("down at two");
      bob.isShown("down at two");
    }
  }

  @Test
  void aTunnelThatOpensWithinTheWindowIsTold() throws Exception {
    server().announce(Announcement.toAll("down at noon", START, START.plusSeconds(60)));
    try (User alice = new User("alice")) {
      alice.isShown("down at noon");
    }
  }

  @Test
  void aWindowBeginsAndEnds() throws Exception {
    Announcement later =
        Announcement.toAll("later", START.plusSeconds(3600), START.plusSeconds(7200));
    server().announce(later);
    try (User alice = new User("alice")) {
      server().announce(Announcement.toAll("first", START, START.plusSeconds(1)));
      alice.isShown("first");
      now.set(START.plusSeconds(3600));
      alice.isShown("later");
      assertEquals(List.of(later), server().announcements());
      now.set(START.plusSeconds(7200));
      try (User bob = new User("bob")) {
        server().announce(Announcement.toAll("last", START, EVER));
        bob.isShown("last");
      }
    }
  }

  @Test
  void oneUserIsToldAndTheOthersAreNot() throws Exception {
    try (User alice = new User("alice");
        User bob = new User("bob")) {
      server().announce(Announcement.toUser("alice", "for you", START, EVER));
      alice.isShown("for you");
      server().announce(Announcement.toAll("for all", START, EVER));
      bob.isShown("for all");
    }
  }

  @Test
  void aPredicateThatFailsHidesItsOwnTextOnly() throws Exception {
    server()
        .announce(
            new Announcement(
                "broken",
                START,
                EVER,
                tunnel -> {
                  throw new IllegalStateException("for the test");
                }));
    server().announce(Announcement.toAll("whole", START, EVER));
    try (User alice = new User("alice")) {
      alice.isShown("whole");
    }
  }

  @Test
  void whatWasWithdrawnIsNotShown() throws Exception {
    Announcement wrong = Announcement.toAll("wrong", START, EVER);
    server().announce(wrong);
    assertTrue(server().withdraw(wrong));
    assertFalse(server().withdraw(wrong));
    server().announce(Announcement.toAll("right", START, EVER));
    try (User alice = new User("alice")) {
      alice.isShown("right");
    }
  }

  @Test
  void wrongTextsAndWindowsAreRefused() {
    for (String text : List.of("", "a\0b", "x".repeat(10_001))) {
      assertThrows(
          IllegalArgumentException.class, () -> Announcement.toAll(text, START, EVER), text);
    }
    assertThrows(IllegalArgumentException.class, () -> Announcement.toAll("never", START, START));
  }

  @Test
  void aGatewayThatIsClosedAnnouncesNothing() {
    gateway.close();
    assertThrows(
        IllegalStateException.class,
        () -> server().announce(Announcement.toAll("too late", START, EVER)));
  }
}
