/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayListener;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(AT);
  private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.7", 50_000);
  private static final int ORDINARY = 8_192;
  private static final int RESERVED = 65_536;

  private final List<GatewayEvent> heard = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  private static GatewayEvent ordinary(int number) {
    return new GatewayEvent.RequestRefused(AT, ADDRESS, 400, "request " + number);
  }

  private static GatewayEvent.Subject subject() {
    ConnectionInfo connection =
        new ConnectionInfo(
            "c", TransportKind.HTTP, ADDRESS, ADDRESS, null, List.of(), null, null, null, null);
    return new GatewayEvent.Subject("t", connection, null, "");
  }

  private static GatewayEvent opened() {
    return new GatewayEvent.TunnelOpened(
        AT, subject(), TunnelGrant.unrestricted(), "policy", Duration.ZERO);
  }

  private static GatewayEvent closed() {
    CloseReason reason = CloseReason.of(CloseReason.Kind.CLIENT_CLOSED, "done");
    return new GatewayEvent.TunnelClosed(AT, subject(), 1, 2, Duration.ofSeconds(3), reason);
  }

  private static GatewayEvent channelOpened() {
    return new GatewayEvent.ChannelOpened(AT, subject(), "host", ADDRESS, "policy", Duration.ZERO);
  }

  private static GatewayEvent channelClosed() {
    CloseReason reason = CloseReason.of(CloseReason.Kind.CLIENT_CLOSED, "done");
    return new GatewayEvent.ChannelClosed(
        AT, subject(), "host", ADDRESS, 1, 2, Duration.ofSeconds(3), reason);
  }

  private void hear(GatewayEvent event) {
    thread.set(Thread.currentThread());
    heard.add(event);
  }

  private void threadEnds() throws InterruptedException {
    Thread running = Objects.requireNonNull(thread.get());
    running.join(TimeUnit.SECONDS.toMillis(10));
    assertFalse(running.isAlive());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void deliversInOrderOnOneThreadAndCloseWaits() throws Exception {
    List<GatewayEvent> sent = new ArrayList<>();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    try (EventQueue queue =
        new EventQueue(
            event -> {
              threads.add(Thread.currentThread());
              hear(event);
            },
            CLOCK)) {
      for (int i = 0; i < 1_000; i++) {
        sent.add(i % 3 == 0 ? opened() : ordinary(i));
        queue.add(sent.get(i));
      }
    }
    assertEquals(sent, heard);
    assertEquals(1, threads.stream().distinct().count());
    threadEnds();
  }

  @Test
  void goesOnAfterAListenerThatThrows() {
    try (EventQueue queue =
        new EventQueue(
            event -> {
              hear(event);
              if (heard.size() == 1) {
                throw new IllegalStateException("for the test");
              } else if (heard.size() == 2) {
                throw new AssertionError("for the test");
              }
            },
            CLOCK)) {
      for (int i = 0; i < 3; i++) {
        queue.add(ordinary(i));
      }
    }
    assertEquals(List.of(ordinary(0), ordinary(1), ordinary(2)), heard);
  }

  /** A listener that stops at its first event until the gate opens. */
  private GatewayListener slow(CountDownLatch entered, CountDownLatch gate) {
    return event -> {
      hear(event);
      if (heard.size() == 1) {
        entered.countDown();
        await(gate);
      }
    };
  }

  @Test
  void countsWhatDoesNotFitAndKeepsRoomForPairs() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    List<GatewayEvent> expected = new ArrayList<>();
    try (EventQueue queue = new EventQueue(slow(entered, gate), CLOCK)) {
      queue.add(ordinary(-1));
      await(entered);
      for (int i = 0; i < ORDINARY; i++) {
        expected.add(ordinary(i));
        queue.add(ordinary(i));
      }
      for (int i = 0; i < 7; i++) {
        queue.add(ordinary(ORDINARY + i)); // lost
      }
      for (GatewayEvent pair :
          List.of(
              opened(),
              channelOpened(),
              channelClosed(),
              closed(),
              new GatewayEvent.ServerStopped(AT))) {
        expected.add(pair);
        queue.add(pair);
      }
      queue.add(ordinary(ORDINARY + 7)); // lost
      gate.countDown();
    }
    List<GatewayEvent> rest = new ArrayList<>(heard.subList(1, heard.size()));
    GatewayEvent report = new GatewayEvent.EventsLost(AT, 8);
    assertTrue(rest.remove(report));
    assertFalse(rest.contains(report));
    assertEquals(expected, rest);
  }

  @Test
  void theRoomForPairsHasABoundToo() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    try (EventQueue queue = new EventQueue(slow(entered, gate), CLOCK)) {
      queue.add(ordinary(-1));
      await(entered);
      GatewayEvent closed = closed();
      for (int i = 0; i < ORDINARY + RESERVED + 3; i++) {
        queue.add(closed);
      }
      gate.countDown();
    }
    assertTrue(heard.contains(new GatewayEvent.EventsLost(AT, 3)));
    assertEquals(1 + ORDINARY + RESERVED + 1, heard.size());
  }

  @Test
  void theListenerMayCloseTheGateway() throws Exception {
    AtomicReference<@Nullable EventQueue> self = new AtomicReference<>();
    CountDownLatch ready = new CountDownLatch(1);
    EventQueue queue =
        new EventQueue(
            event -> {
              await(ready);
              hear(event);
              Objects.requireNonNull(self.get()).close();
            },
            CLOCK);
    self.set(queue);
    queue.add(ordinary(0));
    queue.add(ordinary(1));
    ready.countDown();
    queue.close();
    assertEquals(List.of(ordinary(0), ordinary(1)), heard);
    threadEnds();
  }

  /** It swallows its interruption, and there are more events for it to be stuck at. */
  private GatewayListener stuck(CountDownLatch entered) {
    return event -> {
      hear(event);
      entered.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    };
  }

  @Test
  void closeInterruptsAStuckListenerAndLeavesNoThread() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    EventQueue queue = new EventQueue(stuck(entered), CLOCK, 1);
    for (int i = 0; i < 10; i++) {
      queue.add(ordinary(i));
    }
    await(entered);
    queue.close();
    threadEnds();
    assertEquals(List.of(ordinary(0)), heard);
  }

  @Test
  void aCloserThatIsInterruptedDoesNotWait() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    EventQueue queue = new EventQueue(stuck(entered), CLOCK);
    queue.add(ordinary(0));
    queue.add(ordinary(1));
    await(entered);
    Thread.currentThread().interrupt();
    queue.close();
    assertTrue(Thread.interrupted());
    threadEnds();
    assertEquals(List.of(ordinary(0)), heard);
  }
}
