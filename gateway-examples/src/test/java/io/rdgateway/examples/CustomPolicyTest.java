/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.GatewayServer;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CustomPolicyTest {
  private static final TlsSource.Loader TLS = TlsSource.selfSigned(List.of("localhost"));
  private static final byte[] HELLO = {1, 2, 3};

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void aliceReachesHerDeskAndNothingElse(TransportKind transport) throws Exception {
    try (ServerSocket desk = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        GatewayServer gateway =
            CustomPolicy.start(
                TLS,
                0,
                new CustomPolicy.OwnUsers(Map.of("alice", "a word", "bob", "b word")),
                Map.of("alice", (InetSocketAddress) desk.getLocalSocketAddress()))) {
      int port = gateway.addresses().get(0).getPort();
      CompletableFuture<Void> served = CompletableFuture.runAsync(() -> echoOnce(desk));

      try (GatewayChannel channel =
          client(port, transport, "alice", "a word").open("127.0.0.1", desk.getLocalPort())) {
        channel.output().write(HELLO);
        assertArrayEquals(HELLO, channel.input().readNBytes(HELLO.length));
      }
      served.get(30, TimeUnit.SECONDS);

      refused(401, client(port, transport, "alice", "b word"), desk.getLocalPort());
      refused(401, client(port, transport, "eve", ""), desk.getLocalPort());
      refused(0x800759DA, client(port, transport, "bob", "b word"), desk.getLocalPort());
      refused(0x800759DA, client(port, transport, "alice", "a word"), port);
    }
  }

  private static void echoOnce(ServerSocket desk) {
    try (Socket peer = desk.accept()) {
      peer.getInputStream().transferTo(peer.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refused(int code, GatewayClient client, int port) {
    var refusal = assertThrows(GatewayClientException.class, () -> client.open("127.0.0.1", port));
    assertEquals(
        code,
        refusal.resultCode().orElseGet(() -> refusal.httpStatus().orElseThrow()),
        refusal.getMessage());
  }

  private static GatewayClient client(int port, TransportKind transport, String user, String word) {
    return GatewayClient.builder("localhost", port)
        .connectTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .trust(TLS.load().certificate())
        .credentials(ClientCredentials.basic(user, word))
        .transport(transport)
        .build();
  }
}
