/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.TestGateway;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running gateway answers to requests, good and bad, byte by byte. */
class StrictHttpTest {
  private static final String ALICE = Requests.basic("alice", TestGateway.PASSWORD);
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.plain();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 0\r\nContent-Length: 0\r\n",
        "Content-Length: +0\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 0x0\r\n",
        "Content-Length: 5\r\n",
        "Content-Length: 0\n",
        "X: a\rb\r\n",
        "X: a\r\n b\r\n",
        "X: a\r\n\tb\r\n",
        "X: a\u0000b\r\n",
        "X: a\u0007b\r\n",
        "X: a\u007Fb\r\n",
        "X : a\r\n",
        "X\r\n",
        ": a\r\n",
        "Host: second\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        Requests.UPGRADE + "Content-Length: 3\r\n",
        Requests.UPGRADE + "Transfer-Encoding: chunked\r\n",
        "Authorization: Basic ***\r\n",
        "Authorization: Basic bm9jb2xvbg==\r\n",
        "Authorization: Basic /zp4\r\n",
        "Authorization: B@d x\r\n",
      })
  void refusesWithABadRequestAndCloses(String fields) {
    try (RawClient client = gateway.connect().send(Requests.head("RDG_OUT_DATA", fields))) {
      assertRefused(client, 400);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RDG_OUT_DATA /remoteDesktopGateway/ HTTP/1.0|505",
        "RDG_OUT_DATA /remoteDesktopGateway/ HTTP/2.0|505",
        "RDG_OUT_DATA https://gw/remoteDesktopGateway/ HTTP/1.1|400",
        "RDG_OUT_DATA  /remoteDesktopGateway/ HTTP/1.1|400",
        "RDG_OUT_DATA /remoteDesktopGateway/|400",
        "RDG_OUT_DATA /remoteDesktopGateway/ HTTP/1.1 x|400",
        "POST /remoteDesktopGateway/ HTTP/1.1|405",
        "rdg_out_data /remoteDesktopGateway/ HTTP/1.1|405",
        "GET /remoteDesktopGateway/ HTTP/1.1|404",
        "GET / HTTP/1.1|404",
        "RPC_IN_DATA /rpc/rpcproxy.dll?localhost:3388 HTTP/1.1|404",
        "RPC_OUT_DATA /rpc/rpcproxy.dll?localhost:3388 HTTP/1.1|404",
        "POST /KdcProxy HTTP/1.1|404",
        "GET /remoteDesktopGateway/../x HTTP/1.1|404",
      })
  void answersOtherRequestLinesAndCloses(String line, int status) {
    String head = line + "\r\nHost: gw\r\nRDG-Connection-Id: " + Requests.ID + "\r\n\r\n";
    try (RawClient client = gateway.connect().send(head)) {
      assertRefused(client, status);
    }
  }

  private static void assertRefused(RawClient client, int status) {
    String head = client.head();
    assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
    assertTrue(head.contains("\r\nConnection: close\r\n"), head);
    assertTrue(head.contains("\r\nContent-Length: 0\r\n"), head);
    assertTrue(client.isEnded());
  }

  @Test
  void offersEachSchemeOnItsOwnLineAndKeepsTheConnection() {
    try (RawClient client = gateway.connect()) {
      for (int i = 0; i < 2; i++) {
        String head = client.send(Requests.out("")).head();
        assertTrue(head.startsWith("HTTP/1.1 401 Unauthorized\r\n"), head);
        assertTrue(
            head.contains(
                "\r\nWWW-Authenticate: Basic realm=\"Remote Desktop Gateway\", charset=\"UTF-8\"\r\n"
                    + "WWW-Authenticate: Bearer\r\nWWW-Authenticate: PAA\r\n"),
            head);
        assertTrue(head.contains("\r\nContent-Length: 0\r\n"), head);
      }
    }
  }

  @Test
  void takesTheSignInOfTheFirstRequestAndUpgrades() {
    try (RawClient client = gateway.connect().send(Requests.webSocket(ALICE))) {
      String head = client.head();
      assertTrue(head.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), head);
      assertTrue(head.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), head);
      assertFalse(head.contains("Sec-WebSocket-Protocol"), head);
      assertFalse(head.contains("Content-Length"), head);
    }
  }

  @Test
  void takesTheFirstProtocolThatABrowserOffers() {
    String offer = "Sec-WebSocket-Protocol: binary, other\r\n";
    try (RawClient client = gateway.connect().send(Requests.webSocket(ALICE + offer))) {
      assertTrue(client.head().contains("\r\nSec-WebSocket-Protocol: binary\r\n"));
    }
  }

  @Test
  void findsTheUpgradeInALineOfProxies() {
    String fields =
        Requests.UPGRADE.replace("Connection: Upgrade", "connection: keep-alive, UPGRADE") + ALICE;
    try (RawClient client = gateway.connect().send(Requests.out(fields))) {
      assertEquals(101, client.status());
    }
  }

  @Test
  void asksForTheRightVersionOfWebSocket() {
    String fields = Requests.UPGRADE.replace("Version: 13", "Version: 8") + ALICE;
    try (RawClient client = gateway.connect().send(Requests.out(fields))) {
      String head = client.head();
      assertTrue(head.startsWith("HTTP/1.1 426 "), head);
      assertTrue(head.contains("\r\nSec-WebSocket-Version: 13\r\n"), head);
    }
  }

  @Test
  void opensTwoChannelsWithTenSeedBytesAndNoLength() {
    try (RawClient out = gateway.connect().send(Requests.out(ALICE));
        RawClient in = gateway.connect()) {
      String head = out.head();
      assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
      assertFalse(head.contains("Content-Length") || head.contains("Transfer-Encoding"), head);
      assertArrayEquals(HexFormat.of().parseHex("abcdabcdabcdabcdabcd"), out.bytes(10));

      String greeting = in.send(Requests.in(ALICE)).head();
      assertTrue(greeting.startsWith("HTTP/1.1 200 OK\r\n"), greeting);
      assertTrue(greeting.contains("\r\nContent-Length: 0\r\n"), greeting);

      // The first chunk in the same segment as its head, and no Authorization: the connection has
      // signed in.
      in.send(Requests.inData("") + "e\r\n\u0001\0\0\0\u000e\0\0\0\u0001\0\0\0\0\0\r\n");
      assertArrayEquals(
          HexFormat.of().parseHex("020000001200000000000000010000000200"), out.bytes(18));
    }
  }

  @Test
  void pairsHalvesOfTheSameUserOnly() {
    try (RawClient out = gateway.connect().send(Requests.out(ALICE))) {
      assertEquals(200, out.status());
      try (RawClient in =
          gateway.connect().send(Requests.in(Requests.basic("mallory", TestGateway.PASSWORD)))) {
        assertRefused(in, 400);
      }
      try (RawClient in =
          gateway
              .connect()
              .send(Requests.inData(Requests.basic("mallory", TestGateway.PASSWORD)))) {
        assertRefused(in, 400);
      }
      try (RawClient again = gateway.connect().send(Requests.out(ALICE))) {
        assertRefused(again, 400);
      }
      try (RawClient in = gateway.connect().send(Requests.in(ALICE))) {
        assertEquals(200, in.status());
      }
    }
  }

  @Test
  void refusesAnInHalfWithoutItsOutHalf() {
    try (RawClient in = gateway.connect().send(Requests.in(ALICE))) {
      assertRefused(in, 400);
    }
    assertTrue(
        gateway
                .events
                .await(
                    GatewayEvent.RequestRefused.class,
                    e -> e.explanation().contains("waits for the connection id"))
                .status()
            == 400);
  }

  @Test
  void closesAfterThreeWrongPasswords() {
    String wrong = Requests.basic("alice", "guess");
    try (RawClient client = gateway.connect()) {
      assertEquals(401, client.send(Requests.out(wrong)).status());
      assertEquals(401, client.send(Requests.out(wrong)).status());
      assertRefused(client.send(Requests.out(wrong)), 401);
    }
  }

  @Test
  void closesAfterTooManyRounds() {
    try (RawClient client = gateway.connect()) {
      for (int i = 1; i < 8; i++) {
        assertEquals(401, client.send(Requests.out("")).status());
      }
      assertRefused(client.send(Requests.out("")), 401);
    }
  }

  @Test
  void refusesRequestsThatArePipelinedBeforeTheSignIn() {
    try (RawClient client = gateway.connect().send(Requests.out("") + Requests.out(ALICE))) {
      assertEquals(401, client.status());
      assertRefused(client, 400);
    }
  }

  @Test
  void refusesAHeadThatIsTooLong() {
    try (RawClient client =
        gateway.connect().send(Requests.out("X: " + "a".repeat(70_000) + "\r\n"))) {
      assertRefused(client, 431);
    }
  }
}
