/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.Tunnel;
import io.rdgateway.auth.ManualClock;
import io.rdgateway.auth.Tunnels;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What accounting servers hear. */
class RadiusAccountingTest {
  private final ManualLoop loop = new ManualLoop();
  private final ManualClock clock = new ManualClock();
  private final RadiusClient client = Radius.client(loop, Radius.server(Radius.FIRST));
  private final NasIdentity nas = NasIdentity.of("gw1");
  private final RadiusAccounting accounting =
      new RadiusAccounting(client, nas, UserPrincipal::name, clock);
  private final List<byte[]> records = new ArrayList<>();
  private boolean up = true;

  RadiusAccountingTest() {
    loop.onSend(
        sent -> {
          if (up) {
            records.add(sent.bytes());
            sent.port().receive(Wire.unsigned(Code.ACCOUNTING_RESPONSE, sent.bytes()));
          }
        });
  }

  private static GatewayEvent.Subject subject(String tunnel) {
    return new GatewayEvent.Subject(
        tunnel, Tunnels.connection("c-" + tunnel, "203.0.113.9"), Tunnels.user("alice"), "PC7");
  }

  private void open(String tunnel) {
    open(tunnel, "0102,ff");
  }

  private void open(String tunnel, String classes) {
    TunnelGrant grant =
        new TunnelGrant(
            Set.of(),
            Duration.ZERO,
            Duration.ZERO,
            false,
            Map.of(RadiusConnectionPolicy.CLASS, classes));
    accounting.onEvent(
        new GatewayEvent.TunnelOpened(
            clock.instant(), subject(tunnel), grant, "radius", Duration.ZERO));
  }

  private void close(String tunnel, long fromClient, long toClient, CloseReason.Kind kind) {
    accounting.onEvent(
        new GatewayEvent.TunnelClosed(
            clock.instant(),
            subject(tunnel),
            fromClient,
            toClient,
            Duration.ofSeconds(90),
            CloseReason.of(kind, "because")));
  }

  private static long number(byte[] record, int type) {
    return ByteBuffer.wrap(Wire.value(record, type).orElseThrow()).getInt() & 0xFFFF_FFFFL;
  }

  private List<Long> statuses() {
    return records.stream().map(record -> number(record, AttributeType.ACCT_STATUS_TYPE)).toList();
  }

  /** An Access-Accept may have more of Class than fits beside the rest of a record. */
  @Test
  void aRecordThatFitsIntoNoPacketHoldsNothingUp() {
    open("t1", String.join(",", Collections.nCopies(16, "ab".repeat(253))));
    close("t1", 1, 2, CloseReason.Kind.CLIENT_CLOSED);
    assertEquals(2, accounting.lost());
    open("t2");
    assertEquals(List.of(1L), statuses());
    assertEquals(0, loop.pendingTimers(), "nothing is tried again");
  }

  @Test
  void startAndStopOfATunnel() {
    open("t1");
    close("t1", 5L * (1L << 32) + 7, 11, CloseReason.Kind.SESSION_TIMEOUT);
    assertEquals(List.of(1L, 2L), statuses());
    for (byte[] record : records) {
      byte[] unsigned = record.clone();
      java.util.Arrays.fill(unsigned, 4, 20, (byte) 0);
      assertArrayEquals(
          Wire.md5(unsigned, Wire.SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
          java.util.Arrays.copyOfRange(record, 4, 20));
      assertEquals("alice", Wire.text(record, AttributeType.USER_NAME));
      assertEquals("203.0.113.9", Wire.text(record, AttributeType.CALLING_STATION_ID));
      assertEquals("gw1", Wire.text(record, AttributeType.NAS_IDENTIFIER));
      assertEquals(
          nas.sessionId(subject("t1").connection()),
          Wire.text(record, AttributeType.ACCT_SESSION_ID));
      assertArrayEquals(new byte[] {1, 2}, Wire.value(record, AttributeType.CLASS).orElseThrow());
      assertEquals(clock.instant().getEpochSecond(), number(record, AttributeType.EVENT_TIMESTAMP));
    }
    byte[] stop = records.get(1);
    assertEquals(7, number(stop, AttributeType.ACCT_INPUT_OCTETS));
    assertEquals(5, number(stop, AttributeType.ACCT_INPUT_GIGAWORDS));
    assertEquals(11, number(stop, AttributeType.ACCT_OUTPUT_OCTETS));
    assertEquals(0, number(stop, AttributeType.ACCT_OUTPUT_GIGAWORDS));
    assertEquals(90, number(stop, AttributeType.ACCT_SESSION_TIME));
    assertEquals(5, number(stop, AttributeType.ACCT_TERMINATE_CAUSE));
    assertTrue(Wire.value(records.get(0), AttributeType.ACCT_TERMINATE_CAUSE).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT_CLOSED,1", "CLIENT_VANISHED,2", "HOST_FAILED,3", "IDLE_TIMEOUT,4",
    "ADMINISTRATOR,6", "GATEWAY_CLOSING,7", "INTERNAL_ERROR,9", "HOST_CLOSED,18",
    "REAUTHENTICATION_FAILED,20"
  })
  void causes(CloseReason.Kind kind, int cause) {
    assertEquals(cause, TerminateCause.of(kind));
  }

  @ParameterizedTest
  @EnumSource
  void everyEndHasACause(CloseReason.Kind kind) {
    assertTrue(TerminateCause.of(kind) > 0);
  }

  /** The counters of a live tunnel. */
  private record Live(String id, Optional<Channel> channel) implements Tunnel {
    static Live with(String id, long fromClient, long toClient) {
      return new Live(
          id,
          Optional.of(
              new Channel(
                  "host",
                  3389,
                  new InetSocketAddress("192.0.2.7", 3389),
                  Instant.EPOCH,
                  fromClient,
                  toClient,
                  Duration.ZERO)));
    }

    @Override
    public UserPrincipal principal() {
      return Tunnels.user("alice");
    }

    @Override
    public ConnectionInfo connection() {
      return subject(id).connection();
    }

    @Override
    public String clientName() {
      return "PC7";
    }

    @Override
    public TunnelGrant grant() {
      return TunnelGrant.unrestricted();
    }

    @Override
    public Instant openedAt() {
      return Instant.EPOCH;
    }

    @Override
    public CompletionStage<Boolean> sendServiceMessage(String text) {
      throw new AssertionError("not expected");
    }

    @Override
    public CompletionStage<Boolean> requestReauthentication() {
      return CompletableFuture.completedFuture(false);
    }

    @Override
    public void close(CloseReason reason) {
      throw new AssertionError("not expected");
    }
  }

  private void minutes(int minutes) {
    clock.advance(Duration.ofMinutes(minutes));
    loop.advance(Duration.ofMinutes(minutes));
  }

  @Test
  void interimRecordsCountEveryChannel() {
    List<Tunnel> live = new ArrayList<>();
    accounting.sendInterim(() -> live, Duration.ofMinutes(10));
    open("t1");
    open("t2");
    live.add(Live.with("t1", 100, 200));
    minutes(10);
    assertEquals(List.of(1L, 1L, 3L), statuses());
    assertEquals(100, number(records.get(2), AttributeType.ACCT_INPUT_OCTETS));
    assertEquals(600, number(records.get(2), AttributeType.ACCT_SESSION_TIME));
    // Between the end of the channel and the event that tells of it, the counters stand.
    live.set(0, new Live("t1", Optional.empty()));
    minutes(10);
    assertEquals(200, number(records.get(3), AttributeType.ACCT_OUTPUT_OCTETS));
    accounting.onEvent(
        new GatewayEvent.ChannelClosed(
            clock.instant(),
            subject("t1"),
            "host",
            new InetSocketAddress("192.0.2.7", 3389),
            150,
            250,
            Duration.ofSeconds(1),
            CloseReason.of(CloseReason.Kind.HOST_CLOSED, "over")));
    live.set(0, Live.with("t1", 1, 2));
    minutes(10);
    assertEquals(151, number(records.get(4), AttributeType.ACCT_INPUT_OCTETS));
    assertEquals(252, number(records.get(4), AttributeType.ACCT_OUTPUT_OCTETS));
    assertThrows(
        IllegalArgumentException.class,
        () -> accounting.sendInterim(() -> live, Duration.ofSeconds(59)));
  }

  @Test
  void recordsOutliveAnUnreachableServerAndSayHowLateTheyAre() {
    up = false;
    open("t1");
    close("t1", 1, 2, CloseReason.Kind.CLIENT_CLOSED);
    open("t2");
    assertEquals(2, loop.sent().size(), "the stop waits for its start");
    minutes(5);
    up = true;
    minutes(2);
    assertEquals(3, records.size());
    assertEquals(
        List.of(1L, 2L),
        records.stream()
            .filter(record -> Wire.text(record, AttributeType.ACCT_SESSION_ID).endsWith("c-t1"))
            .map(record -> number(record, AttributeType.ACCT_STATUS_TYPE))
            .toList());
    assertTrue(number(records.get(0), AttributeType.ACCT_DELAY_TIME) >= 300);
    ManualLoop.Sent first = loop.sent().get(0);
    for (ManualLoop.Sent sent : loop.sent()) {
      if (sent.identifier() == first.identifier() && sent.port() == first.port()) {
        assertArrayEquals(first.bytes(), sent.bytes());
      }
    }
    assertNotEquals(first.identifier(), records.get(0)[1] & 0xFF);
    assertEquals(0, accounting.lost());
  }

  @Test
  void aTunnelHasOneInterimRecordWaitingAtMost() {
    up = false;
    open("t1");
    accounting.sendInterim(() -> List.of(Live.with("t1", 5, 6)), Duration.ofMinutes(1));
    minutes(30);
    close("t1", 7, 8, CloseReason.Kind.CLIENT_CLOSED);
    up = true;
    minutes(3);
    assertEquals(List.of(1L, 2L), statuses());
  }

  @Test
  void whatWaitsIsBoundedAndTheLossCounted() {
    up = false;
    for (int i = 0; i < AccountingQueue.MAX_WAITING + 5; i++) {
      open("t" + i);
    }
    assertEquals(5, accounting.lost());
    assertTrue(loop.ports().size() == 1, "a dead server takes one port");
  }

  @Test
  void closingWaitsForWhatIsSent() {
    open("t1");
    close("t1", 1, 2, CloseReason.Kind.CLIENT_CLOSED);
    accounting.close();
    assertEquals(List.of(1L, 2L), statuses());
    client.close();
  }

  @Test
  void foreignTextInTheGrantIsNoClass() {
    TunnelGrant grant =
        new TunnelGrant(
            Set.of(),
            Duration.ZERO,
            Duration.ZERO,
            false,
            Map.of(RadiusConnectionPolicy.CLASS, "not hex,aa"));
    accounting.onEvent(
        new GatewayEvent.TunnelOpened(
            clock.instant(), subject("t1"), grant, "other", Duration.ZERO));
    assertArrayEquals(
        new byte[] {(byte) 0xAA}, Wire.value(records.get(0), AttributeType.CLASS).orElseThrow());
  }
}
