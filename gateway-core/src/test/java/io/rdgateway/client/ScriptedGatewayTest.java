/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import static io.rdgateway.client.FakeGateway.AUTH_OK;
import static io.rdgateway.client.FakeGateway.CHANNEL_OK;
import static io.rdgateway.client.FakeGateway.HANDSHAKE_OK;
import static io.rdgateway.client.FakeGateway.TUNNEL_OK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.client.FakeGateway.Peer;
import io.rdgateway.client.GatewayClientException.Stage;
import io.rdgateway.spi.TransportKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against gateways that behave in unusual ways, or badly. */
class ScriptedGatewayTest {
  private static final String DATA_HELLO = "0A0000000F000000050048656C6C6F";
  private static final String KEEPALIVE = "0D00000008000000";
  private static final String REAUTH = "0C000000100000008877665544332211";
  private static final String SERVICE = "0B000000120000000800420079006500" + "0000";
  private static final String UNKNOWN = "770000000A000000FFFF";
  private static final String CLOSE = "100000000C000000A0000000";
  private static final String CLOSE_ANSWER = "110000000C00000000000000";
  private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\n";
  private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
  private static final String UNAUTHORIZED = "HTTP/1.1 401 Access Denied\r\nContent-Length: ";

  @Test
  void sendsThePacketsOfTheSpecification() throws Exception {
    List<String> packets = new ArrayList<>();
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer peer = g.acceptWebSocket()) {
                for (String answer :
                    List.of(HANDSHAKE_OK, TUNNEL_OK, AUTH_OK, CHANNEL_OK, DATA_HELLO + CLOSE)) {
                  packets.add(peer.readPacket());
                  peer.message(answer);
                }
                packets.add(peer.readPacket());
                peer.awaitEnd();
              }
            })) {
      try (GatewayChannel channel =
          gateway.client().clientName("PC1").build().open("host.lan", 3389)) {
        channel.output().write(new byte[] {1, 2, 3, 4, 5});
        assertEquals("Hello", new String(channel.input().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(OptionalInt.of(0xA0), channel.closeCode());
      }
      gateway.finish();
    }
    assertEquals(
        List.of(
            "010000000E000000010000000000",
            "04000000100000000600000000000000",
            "0600000014000000000008005000430031000000",
            "08000000220000000100" + "3D0D0300" + "1200" + "68006F00730074002E006C0061006E000000",
            "0A0000000F00000005000102030405",
            CLOSE_ANSWER),
        packets);
  }

  @Test
  void joinsFragmentsAndSplitsMessages() throws Exception {
    List<String> shown = new ArrayList<>();
    List<String> pongs = new ArrayList<>();
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer peer = g.acceptWebSocket()) {
                peer.readPacket();
                byte[] answer = FakeGateway.bytes(KEEPALIVE + HANDSHAKE_OK);
                peer.frame(0x02, Arrays.copyOfRange(answer, 0, 3));
                peer.frame(0x89, new byte[] {1, 2, 3}); // a ping within the message
                peer.frame(0x00, new byte[0]);
                peer.frame(0x00, Arrays.copyOfRange(answer, 3, 11));
                peer.frame(0x80, Arrays.copyOfRange(answer, 11, answer.length));
                pongs.add(FakeGateway.hex(peer.readFrame(0x8A)));
                peer.readPacket();
                peer.message(UNKNOWN + TUNNEL_OK);
                peer.readPacket();
                peer.frame(0x8A, new byte[0]); // a pong that nobody asked for
                peer.message(AUTH_OK);
                peer.readPacket();
                peer.message(CHANNEL_OK + DATA_HELLO + KEEPALIVE + REAUTH + SERVICE + UNKNOWN);
                // A DATA packet with nothing in it, and one with bytes behind its payload.
                peer.message("0A0000000A0000000000" + "0A0000000D00000001002EFFFF");
                peer.message(CLOSE);
                assertEquals(CLOSE_ANSWER, peer.readPacket());
                peer.awaitEnd();
              }
            })) {
      GatewayClient client = gateway.client().serviceMessages(shown::add).build();
      try (GatewayChannel channel = client.open("host.lan", 3389)) {
        assertEquals("Hello.", new String(channel.input().readAllBytes(), StandardCharsets.UTF_8));
      }
      gateway.finish();
    }
    assertEquals(List.of("Bye"), shown);
    assertEquals(List.of("010203"), pongs);
  }

  @Test
  void picksBasicFromWhatIsOfferedAndKeepsCookies() throws Exception {
    List<String> heads = new ArrayList<>();
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer peer = g.accept()) {
                heads.add(peer.readHead());
                peer.write(
                    UNAUTHORIZED
                        + "5\r\nWWW-Authenticate: Negotiate, NTLM\r\nSet-Cookie: lb=7; Path=/\r\n"
                        + "WWW-Authenticate: Digest qop=\"auth, x\", Basic realm=\"a, b\"\r\n\r\nWrong");
                String second = peer.readHead();
                heads.add(second);
                peer.upgrade(second);
                peer.openChannel();
                peer.message(CLOSE);
                peer.awaitEnd();
              }
            })) {
      try (GatewayChannel channel = gateway.client().build().open("host.lan", 3389)) {
        assertEquals(-1, channel.input().read());
      }
      gateway.finish();
    }
    assertFalse(heads.get(0).contains("Authorization"), heads.get(0));
    assertTrue(heads.get(1).contains("\r\nAuthorization: Basic YWxpY2U6c2VjcmV0\r\n"));
    assertTrue(heads.get(1).contains("\r\nCookie: lb=7\r\n"));
  }

  @Test
  void doesNotGiveThePasswordToAGatewayWithoutBasic() throws Exception {
    GatewayClientException refusal =
        refusal(
            g -> {
              try (Peer peer = g.accept()) {
                peer.readHead();
                peer.write(
                    UNAUTHORIZED
                        + "0\r\nWWW-Authenticate: NTLM\r\nWWW-Authenticate: Negotiate\r\n\r\n");
                peer.awaitEnd();
              }
            });
    assertEquals(OptionalInt.of(401), refusal.httpStatus());
    assertTrue(String.valueOf(refusal.getMessage()).contains("NTLM, Negotiate"));
  }

  @Test
  void signsInOverSeveralLegsWithOneExchangeForEachConnection() throws Exception {
    List<List<String>> seen = new ArrayList<>();
    ClientCredentials ntlm =
        target -> {
          List<String> mine = new ArrayList<>();
          seen.add(mine);
          return new ClientSignIn() {
            @Override
            public String authorization(List<String> challenges) {
              mine.addAll(challenges);
              return "NTLM " + (challenges.isEmpty() ? "TlRMTVNTUAAB" : "TlRMTVNTUAAD");
            }

            @Override
            public void accepted(List<String> challenges) {
              mine.addAll(challenges);
            }
          };
        };
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer out = g.accept();
                  Peer in = twoChannels(g, out, true)) {
                for (String answer : List.of(HANDSHAKE_OK, TUNNEL_OK, AUTH_OK, CHANNEL_OK)) {
                  in.readChunk();
                  out.write(FakeGateway.bytes(answer));
                }
                out.write(FakeGateway.bytes(DATA_HELLO + CLOSE));
                assertEquals(CLOSE_ANSWER, in.readChunk());
                assertEquals("", in.readChunk()); // the last one
                in.awaitEnd();
                out.awaitEnd();
              }
            })) {
      GatewayClient client =
          gateway.client().credentials(ntlm).transport(TransportKind.HTTP).build();
      try (GatewayChannel channel = client.open("host.lan", 3389)) {
        assertEquals("Hello", new String(channel.input().readAllBytes(), StandardCharsets.UTF_8));
      }
      gateway.finish();
    }
    List<String> legs = List.of("NTLM TlRMTVNTUAAC==", "NTLM final");
    assertEquals(List.of(legs, legs), seen);
  }

  /** Both sign-ins, with the ten bytes split. */
  private static Peer twoChannels(FakeGateway gateway, Peer out, boolean ntlm) throws IOException {
    String challenge = UNAUTHORIZED + "0\r\nWWW-Authenticate: NTLM TlRMTVNTUAAC==\r\n\r\n";
    String ok = "HTTP/1.1 200 OK\r\n" + (ntlm ? "WWW-Authenticate: NTLM final\r\n" : "");
    String head = out.readHead();
    if (ntlm) {
      out.write(challenge);
      head = out.readHead();
    }
    assertTrue(head.startsWith("RDG_OUT_DATA /remoteDesktopGateway/ HTTP/1.1\r\n"), head);
    out.write(ok + "\r\n\u00AB\u00CD\u00AB");
    out.write("\u00CD\u00AB\u00CD\u00AB\u00CD\u00AB\u00CD");
    Peer in = gateway.accept();
    in.readHead();
    if (ntlm) {
      in.write(challenge);
      in.readHead();
    }
    in.write(ok + "Content-Length: 3\r\n\r\nabc");
    String data = in.readHead();
    assertTrue(data.startsWith("RDG_IN_DATA /remoteDesktopGateway/ HTTP/1.1\r\n"), data);
    assertTrue(data.contains("\r\nTransfer-Encoding: chunked\r\n"), data);
    assertFalse(data.contains("Authorization"), data);
    assertEquals(id(head), id(data));
    return in;
  }

  private static String id(String head) {
    return Arrays.stream(head.split("\r\n"))
        .filter(line -> line.startsWith("RDG-Connection-Id: {"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void fallsBackToTwoChannelsAlsoBehindAProxyThatChunks() throws Exception {
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer out = g.accept()) {
                String head = out.readHead();
                assertTrue(head.contains("\r\nUpgrade: websocket\r\n"), head);
                out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\n0123\r\n");
                out.write("6\r\n456789\r\n");
                try (Peer in = g.accept()) {
                  assertFalse(in.readHead().contains("Upgrade"));
                  in.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                  in.readHead();
                  for (String answer : List.of(HANDSHAKE_OK, TUNNEL_OK, AUTH_OK, CHANNEL_OK)) {
                    in.readChunk();
                    writeChunk(out, answer.substring(0, 10));
                    writeChunk(out, answer.substring(10));
                  }
                  writeChunk(out, DATA_HELLO + CLOSE);
                  in.awaitEnd();
                }
              }
            })) {
      try (GatewayChannel channel = gateway.client().build().open("host.lan", 3389)) {
        assertEquals(TransportKind.HTTP, channel.tunnel().transport());
        assertEquals("Hello", new String(channel.input().readAllBytes(), StandardCharsets.UTF_8));
      }
      gateway.finish();
    }
  }

  private static void writeChunk(Peer peer, String hex) throws IOException {
    byte[] bytes = FakeGateway.bytes(hex);
    peer.write(Integer.toHexString(bytes.length) + "\r\n");
    peer.write(bytes);
    peer.write("\r\n");
  }

  @Test
  void namesThePaaScheme() throws Exception {
    List<String> packets = new ArrayList<>();
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer peer = g.accept()) {
                String head = peer.readHead();
                assertTrue(head.contains("\r\nRDG-Auth-Scheme: PAA\r\n"), head);
                assertFalse(head.contains("\r\nAuthorization"), head);
                peer.upgrade(head);
                packets.add(peer.readPacket());
                peer.message(HANDSHAKE_OK);
                packets.add(peer.readPacket());
                peer.message("050000001200000000 00F859078000000000".replace(" ", ""));
                peer.awaitEnd();
              }
            })) {
      GatewayClient client = gateway.client().credentials(ClientCredentials.paa("tok1")).build();
      GatewayClientException refusal =
          assertThrows(GatewayClientException.class, () -> client.open("host.lan", 3389));
      assertEquals(OptionalInt.of(0x800759F8), refusal.resultCode());
      gateway.finish();
    }
    assertEquals(
        List.of(
            "010000000E000000010000000200",
            "040000001C00000006000000010000000A0074006F006B0031000000"),
        packets);
  }

  @Test
  void sendsTheLongestCookie() throws Exception {
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer peer = g.acceptWebSocket()) {
                peer.readPacket();
                peer.message(HANDSHAKE_OK);
                String packet = peer.readPacket();
                assertEquals(
                    "04000000" + "10000100" + "06000000" + "0100" + "0000",
                    packet.substring(0, 32));
                assertEquals("FEFF" + "7800".repeat(32_766) + "0000", packet.substring(32));
                peer.message(CLOSE);
                peer.awaitEnd();
              }
            })) {
      GatewayClient client =
          gateway.client().credentials(ClientCredentials.paa("x".repeat(32_766))).build();
      GatewayClientException refusal =
          assertThrows(GatewayClientException.class, () -> client.open("host.lan", 3389));
      assertEquals(OptionalInt.of(0xA0), refusal.resultCode());
      gateway.finish();
    }
    assertThrows(IllegalArgumentException.class, () -> ClientCredentials.paa("x".repeat(32_767)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SWITCHING + "\r\n",
        SWITCHING + UPGRADE + "\r\n",
        SWITCHING + UPGRADE + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: -1\r\nWWW-Authenticate: Basic\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 999999\r\nWWW-Authenticate: Basic\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n",
        "",
        "HTTP/1.1 401 Unautho",
      })
  void refusesBadAnswers(String answer) throws Exception {
    GatewayClientException refusal =
        refusal(
            g -> {
              try (Peer peer = g.accept()) {
                peer.readHead();
                peer.write(answer);
              }
            });
    assertEquals(Stage.HTTP, refusal.stage());
  }

  @Test
  void namesTheStatusOfOtherAnswers() throws Exception {
    GatewayClientException refusal =
        refusal(
            g -> {
              try (Peer peer = g.accept()) {
                peer.readHead();
                peer.write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
                peer.awaitEnd();
              }
            });
    assertEquals(OptionalInt.of(503), refusal.httpStatus());
  }

  @Test
  void boundsTheHead() throws Exception {
    GatewayClientException refusal =
        refusal(
            g -> {
              try (Peer peer = g.accept()) {
                peer.readHead();
                peer.write("HTTP/1.1 200 OK\r\n");
                String line = "X: " + "x".repeat(1000) + "\r\n";
                for (int i = 0; i < 70; i++) {
                  peer.write(line);
                }
                peer.awaitEnd();
              }
            });
    assertTrue(String.valueOf(refusal.getMessage()).contains("65536"), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0200000007000000", // shorter than its own header
        "0200000001000100", // longer than any
        "020000000C00000000000000", // too short for its fields
        "0200000012000000000000000200000007000000", // another version
        "0A0000000B00000005004865", // cbDataLen beyond the packet
        DATA_HELLO, // before the channel
        CHANNEL_OK, // an answer to another question
        CLOSE
      })
  void refusesBadPackets(String packet) throws Exception {
    GatewayClientException refusal =
        refusal(
            g -> {
              try (Peer peer = g.acceptWebSocket()) {
                peer.readPacket();
                peer.message(packet);
                peer.awaitEnd();
              }
            });
    assertEquals(Stage.HANDSHAKE, refusal.stage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8280", // a mask
        "C200", // a reserved bit
        "8100", // text
        "8000", // goes on with nothing
        "0200" + "8200", // begins within another
        "0900", // a ping in fragments
        "897E0080", // a ping that is too long
        "8B00", // unknown
        "827FFFFFFFFFFFFFFFFF", // a negative length
        "8200" + "8800", // the end
      })
  void refusesBadFrames(String frames) throws Exception {
    GatewayClientException refusal =
        refusal(
            g -> {
              try (Peer peer = g.acceptWebSocket()) {
                peer.readPacket();
                peer.write(FakeGateway.bytes(frames));
                peer.awaitEnd();
              }
            });
    assertEquals(Stage.HANDSHAKE, refusal.stage());
  }

  @Test
  void doesNotWaitForEver() throws Exception {
    FakeGateway.Script silent =
        g -> {
          try (Peer peer = g.accept()) {
            peer.awaitEnd();
          }
        };
    FakeGateway.Script stopsWithinTheHead =
        g -> {
          try (Peer peer = g.accept()) {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nX: ");
            peer.awaitEnd();
          }
        };
    FakeGateway.Script silentAboutPackets =
        g -> {
          try (Peer peer = g.acceptWebSocket()) {
            peer.awaitEnd();
          }
        };
    for (FakeGateway.Script script : List.of(silent, stopsWithinTheHead, silentAboutPackets)) {
      try (FakeGateway gateway = new FakeGateway(script)) {
        GatewayClient client = gateway.client().timeout(Duration.ofMillis(300)).build();
        GatewayClientException late =
            assertThrows(GatewayClientException.class, () -> client.open("host.lan", 3389));
        assertTrue(String.valueOf(late.getMessage()).contains("300 ms"), late.getMessage());
        gateway.finish();
      }
    }
  }

  @Test
  void anEndWithoutCloseIsAnError() throws Exception {
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer peer = g.acceptWebSocket()) {
                peer.openChannel();
                peer.message(DATA_HELLO);
              }
            })) {
      try (GatewayChannel channel = gateway.client().build().open("host.lan", 3389)) {
        assertArrayEquals("Hello".getBytes(StandardCharsets.UTF_8), channel.input().readNBytes(5));
        GatewayClientException broken =
            assertThrows(GatewayClientException.class, () -> channel.input().read());
        assertEquals(Stage.CHANNEL, broken.stage());
        assertEquals(OptionalInt.empty(), channel.closeCode());
      }
      gateway.finish();
    }
  }

  @Test
  void closingEndsABlockedWriter() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer peer = g.acceptWebSocket()) {
                peer.openChannel();
                closed.await();
              }
            })) {
      GatewayChannel channel = gateway.client().build().open("host.lan", 3389);
      FutureTask<Boolean> writer =
          new FutureTask<>(
              () -> {
                channel.output().write(new byte[32 << 20]);
                return true;
              });
      new Thread(writer, "writer").start();
      channel.close();
      assertThrows(ExecutionException.class, writer::get);
      closed.countDown();
      gateway.finish();
    }
  }

  private static GatewayClientException refusal(FakeGateway.Script script) throws Exception {
    try (FakeGateway gateway = new FakeGateway(script)) {
      GatewayClientException refusal =
          assertThrows(
              GatewayClientException.class, () -> gateway.client().build().open("host.lan", 3389));
      gateway.finish();
      assertFalse(String.valueOf(refusal.getMessage()).contains("took"), refusal.getMessage());
      return refusal;
    }
  }
}
