/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import static io.rdgateway.client.FakeGateway.CLOSE;
import static io.rdgateway.client.FakeGateway.HANDSHAKE_OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.client.FakeGateway.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The cookie of pluggable authentication, with bytes written out by hand. */
class PaaSignInTest {
  @Test
  void namesItsScheme() throws Exception {
    List<String> packets = new ArrayList<>();
    GatewayClientException refusal =
        FakeGateway.refusal(
            ClientCredentials.paa("tok1"),
            g -> {
              try (Peer peer = g.acceptCustomScheme("PAA")) {
                packets.add(peer.readPacket());
                peer.message(HANDSHAKE_OK);
                packets.add(peer.readPacket());
                peer.message("050000001200000000 00F859078000000000".replace(" ", ""));
                peer.awaitEnd();
              }
            });
    assertEquals(OptionalInt.of(0x800759F8), refusal.resultCode());
    assertEquals(
        List.of(
            "010000000E000000010000000200",
            "040000001C00000006000000010000000A0074006F006B0031000000"),
        packets);
  }

  @Test
  void sendsTheLongestCookie() throws Exception {
    GatewayClientException refusal =
        FakeGateway.refusal(
            ClientCredentials.paa("x".repeat(32_766)),
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
            });
    assertEquals(OptionalInt.of(0xA0), refusal.resultCode());
    assertThrows(IllegalArgumentException.class, () -> ClientCredentials.paa("x".repeat(32_767)));
  }
}
