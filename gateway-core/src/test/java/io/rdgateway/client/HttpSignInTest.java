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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.client.FakeGateway.Peer;
import io.rdgateway.client.GatewayClientException.Stage;
import io.rdgateway.spi.TransportKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of a client, and its sign-in over HTTP, against answers written out by hand. */
class HttpSignInTest {
  private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\n";
  private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
  private static final String UNAUTHORIZED = "HTTP/1.1 401 Access Denied\r\nContent-Length: ";

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
                // At once, since the client leaves in the middle of it.
                String line = "X: " + "x".repeat(1000) + "\r\n";
                peer.write("HTTP/1.1 200 OK\r\n" + line.repeat(70));
                peer.awaitEnd();
              }
            });
    assertTrue(String.valueOf(refusal.getMessage()).contains("65536"), refusal.getMessage());
  }
}
