/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import static io.rdgateway.client.FakeGateway.AUTH_OK;
import static io.rdgateway.client.FakeGateway.CHANNEL_OK;
import static io.rdgateway.client.FakeGateway.HANDSHAKE_OK;
import static io.rdgateway.client.FakeGateway.TUNNEL_OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.client.FakeGateway.Peer;
import io.rdgateway.client.GatewayClientException.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** EXTENDED_AUTH_MSG between the handshake and the tunnel, with bytes written out by hand. */
class InTunnelSignInTest {
  private static final String DONE = "030000000E000000000000000000";
  private static final String DENIED = "030000000E0000000C0309800000";
  private static final String CHALLENGE = "030000001000000000000000" + "0200" + "BEEF";

  /** Answers with the number of its message, and notes what it heard. */
  private static final class Counting implements ClientSignIn, InTunnelSignIn {
    final List<String> heard = new ArrayList<>();

    @Override
    public @Nullable String authorization(List<String> challenges) {
      return null;
    }

    @Override
    public InTunnelSignIn inTunnel() {
      return this;
    }

    @Override
    public byte[] next(byte[] message) {
      heard.add(FakeGateway.hex(message));
      return new byte[] {(byte) heard.size()};
    }
  }

  private final Counting counting = new Counting();

  @Test
  void messagesGoThereAndBackUntilTheGatewaysIsEmpty() throws Exception {
    List<String> packets = new ArrayList<>();
    try (FakeGateway gateway =
        new FakeGateway(
            g -> {
              try (Peer peer = g.acceptCustomScheme("SSPI_NTLM")) {
                for (String answer :
                    List.of(HANDSHAKE_OK, CHALLENGE, DONE, TUNNEL_OK, AUTH_OK, CHANNEL_OK)) {
                  packets.add(peer.readPacket());
                  peer.message(answer);
                }
                peer.readPacket();
              }
            })) {
      gateway.client().credentials(target -> counting).build().open("host.lan", 3389).close();
      gateway.finish();
    }
    assertEquals(List.of("", "BEEF"), counting.heard);
    assertEquals(
        List.of(
            "010000000E000000010000000400",
            "030000000F00000000000000" + "0100" + "01",
            "030000000F00000000000000" + "0100" + "02",
            "04000000100000000600000000000000"),
        packets.subList(0, 4));
  }

  @Test
  void aRefusalTellsItsCode() throws Exception {
    GatewayClientException refusal = fails(counting, HANDSHAKE_OK, CHALLENGE, DENIED);
    assertEquals(Stage.EXTENDED_AUTH, refusal.stage());
    assertEquals(OptionalInt.of(0x8009030C), refusal.resultCode());
  }

  @Test
  void nothingIsSentToAGatewayThatDoesNotOfferIt() throws Exception {
    GatewayClientException failure = fails(counting, HANDSHAKE_OK.replace("0700", "0300"));
    assertEquals(Stage.HANDSHAKE, failure.stage());
    assertEquals(List.of(), counting.heard);
  }

  @Test
  void endlessChallengesEndTheOpening() throws Exception {
    String[] answers = new String[9];
    Arrays.fill(answers, CHALLENGE);
    answers[0] = HANDSHAKE_OK;
    GatewayClientException failure = fails(counting, answers);
    assertEquals(Stage.EXTENDED_AUTH, failure.stage());
    assertEquals(8, counting.heard.size());
  }

  @Test
  void aFailureOfTheCredentialsIsTheCause() throws Exception {
    IOException cause = new IOException("no");
    ClientSignIn broken =
        new ClientSignIn() {
          @Override
          public @Nullable String authorization(List<String> challenges) {
            return null;
          }

          @Override
          public InTunnelSignIn inTunnel() {
            return message -> {
              throw cause;
            };
          }
        };
    GatewayClientException failure = fails(broken, HANDSHAKE_OK);
    assertEquals(Stage.EXTENDED_AUTH, failure.stage());
    assertEquals(cause, failure.getCause());
  }

  /** Plays these answers to the packets of a client, whose opening then fails. */
  private static GatewayClientException fails(ClientSignIn signIn, String... answers)
      throws Exception {
    return FakeGateway.refusal(
        target -> signIn,
        g -> {
          try (Peer peer = g.acceptWebSocket()) {
            for (String answer : answers) {
              peer.readPacket();
              peer.message(answer);
            }
            peer.awaitEnd();
          }
        });
  }

  @Test
  void aCookieAndMessagesTogetherAreAMistake() throws Exception {
    ClientSignIn both =
        new ClientSignIn() {
          @Override
          public @Nullable String authorization(List<String> challenges) {
            return null;
          }

          @Override
          public String paaCookie() {
            return "cookie";
          }

          @Override
          public InTunnelSignIn inTunnel() {
            return message -> message;
          }
        };
    assertThrows(IllegalStateException.class, () -> Inside.of(both));
  }
}
