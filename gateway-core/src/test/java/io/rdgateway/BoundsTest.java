/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every bound before the sign-in is over, crossed by a client that does not mean well. */
class BoundsTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String ALICE = Requests.basic("alice", TestGateway.PASSWORD);
  private static final HexFormat HEX = HexFormat.of();

  private static Limits.Builder limits() {
    return Limits.defaults().toBuilder();
  }

  @Test
  void closesAConnectionThatSendsNoRequest() {
    try (TestGateway gateway = TestGateway.plain(limits().requestTime(SHORT).build());
        RawClient silent = gateway.connect();
        RawClient slow = gateway.connect().send("RDG_OUT_DATA /remoteDesk")) {
      assertTrue(silent.isEnded());
      assertTrue(slow.isEnded());
    }
  }

  @Test
  void closesAConnectionThatDoesNotGoOnWithItsSignIn() {
    try (TestGateway gateway = TestGateway.plain(limits().requestTime(SHORT).build());
        RawClient client = gateway.connect().send(Requests.out(""))) {
      assertEquals(401, client.status());
      assertTrue(client.isEnded());
    }
  }

  @Test
  void closesAnOutHalfThatNobodyClaims() {
    try (TestGateway gateway = TestGateway.plain(limits().pairingTime(SHORT).build());
        RawClient out = gateway.connect().send(Requests.out(ALICE))) {
      assertEquals(200, out.status());
      assertEquals(10, out.rest().length);
      try (RawClient in = gateway.connect().send(Requests.in(ALICE))) {
        assertEquals(400, in.status());
      }
    }
  }

  @Test
  void closesATunnelWithoutAHandshake() {
    try (TestGateway gateway = TestGateway.plain(limits().handshakeTime(SHORT).build());
        RawClient client = gateway.connect().send(Requests.webSocket(ALICE))) {
      assertEquals(101, client.status());
      assertEquals("880203e8", HEX.formatHex(client.rest()));
      assertEquals(
          CloseReason.Kind.TIMED_OUT,
          gateway.events.await(GatewayEvent.TunnelFailed.class).reason().kind());
    }
  }

  @Test
  void dropsPacketsWhoseLengthCannotBe() {
    try (TestGateway gateway = TestGateway.plain()) {
      // Masked frames with a zero key: HANDSHAKE_REQUEST of 7 and of 65,537 bytes, DATA of 65,546.
      for (String head : List.of("0100000007000000", "0100000001000100", "0a0000000a000100")) {
        try (RawClient client = gateway.connect().send(Requests.webSocket(ALICE))) {
          assertEquals(101, client.status());
          client.send(HEX.parseHex("828800000000" + head));
          assertEquals("880203ea", HEX.formatHex(client.rest()), head);
        }
      }
      gateway.events.awaitCount(
          GatewayEvent.TunnelFailed.class,
          e -> e.reason().kind() == CloseReason.Kind.PROTOCOL_ERROR,
          3);
    }
  }

  @Test
  void countsConnectionsWithoutATunnelByAddressAndInAll() {
    Map<String, Limits> cases =
        Map.of(
            "maxUnauthenticatedPerAddress", limits().maxUnauthenticatedPerAddress(3).build(),
            "maxUnauthenticated", limits().maxUnauthenticated(3).build());
    for (Map.Entry<String, Limits> limit : cases.entrySet()) {
      try (TestGateway gateway = TestGateway.plain(limit.getValue())) {
        List<RawClient> admitted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          RawClient client = gateway.connect().send(Requests.out(""));
          assertEquals(401, client.status());
          admitted.add(client);
        }
        try (RawClient refused = gateway.connect()) {
          assertTrue(refused.isEnded());
        }
        assertEquals(
            limit.getKey(), gateway.events.await(GatewayEvent.ConnectionRefused.class).limit());
        admitted.forEach(RawClient::close);
        // The places come back as soon as the gateway has seen the ends.
        int status = 0;
        for (int tries = 0; tries < 1_000 && status != 401; tries++) {
          try (RawClient next = gateway.connect()) {
            status = next.send(Requests.out("")).bytes(12)[9] == '4' ? 401 : 0;
          } catch (AssertionError | java.io.UncheckedIOException e) {
            Thread.onSpinWait();
          }
        }
        assertEquals(401, status);
      }
    }
  }

  @Test
  void servesFiveHundredConnectionsFromOneAddressAtOnce() {
    try (TestGateway gateway = TestGateway.plain()) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        clients.add(gateway.connect());
      }
      clients.forEach(client -> client.send(Requests.webSocket(ALICE)));
      for (RawClient client : clients) {
        assertEquals(101, client.status());
      }
      // HANDSHAKE_REQUEST and its response, for every one of them.
      clients.forEach(
          client -> client.send(HEX.parseHex("828e00000000010000000e000000010000000000")));
      for (RawClient client : clients) {
        assertEquals("8212020000001200000000000000010000000200", HEX.formatHex(client.bytes(20)));
        client.close();
      }
      assertTrue(gateway.events.all(GatewayEvent.ConnectionRefused.class).isEmpty());
    }
  }
}
