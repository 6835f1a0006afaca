/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import static io.rdgateway.client.FakeGateway.AUTH_OK;
import static io.rdgateway.client.FakeGateway.CHANNEL_OK;
import static io.rdgateway.client.FakeGateway.CLOSE;
import static io.rdgateway.client.FakeGateway.CLOSE_ANSWER;
import static io.rdgateway.client.FakeGateway.DATA_HELLO;
import static io.rdgateway.client.FakeGateway.HANDSHAKE_OK;
import static io.rdgateway.client.FakeGateway.TUNNEL_OK;
import static io.rdgateway.client.FakeGateway.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.client.FakeGateway.Peer;
import io.rdgateway.client.GatewayClientException.Stage;
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

/** Packets and frames of gateways that behave in unusual ways, or badly. */
class ScriptedGatewayTest {
  private static final String KEEPALIVE = "0D00000008000000";
  private static final String REAUTH = "0C000000100000008877665544332211";
  private static final String SERVICE = "0B000000120000000800420079006500" + "0000";
  private static final String UNKNOWN = "770000000A000000FFFF";

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
}
