/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.GatewayServer;
import io.rdgateway.auth.radius.RadiusClient;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RadiusSecondFactorTest {
  private static final TlsSource.Loader TLS = TlsSource.selfSigned(List.of("localhost"));
  private static final byte[] HELLO = {1, 2, 3};

  /** E_PROXY_NAP_ACCESSDENIED. */
  private static final int ACCESS_DENIED = 0x800759DB;

  private static MemoryUserStore users() throws InterruptedException {
    MemoryUserStore users = new MemoryUserStore();
    users.add(StoredUser.of("1", "alice", PasswordHash.create("word")));
    users.add(StoredUser.of("2", "bob", PasswordHash.create("word")));
    return users;
  }

  private static GatewayClient client(GatewayServer gateway, TransportKind transport, String user) {
    int port = gateway.addresses().get(0).getPort();
    return GatewayClient.builder("localhost", port)
        .connectTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .trust(TLS.load().certificate())
        .credentials(ClientCredentials.basic(user, "word"))
        .transport(transport)
        .build();
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void theServerIsAskedOnceAndLetsTheUserIn(TransportKind transport) throws Exception {
    try (ScriptedRadius server = ScriptedRadius.start(ScriptedRadius.ACCEPT);
        ServerSocket host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RadiusClient radius = RadiusSecondFactor.client(server.address(), ScriptedRadius.SECRET);
        GatewayServer gateway =
            RadiusSecondFactor.start(TLS, 0, users(), radius, "127.0.0.1", host.getLocalPort())) {
      CompletableFuture<Void> served = CompletableFuture.runAsync(() -> echoOnce(host));
      try (GatewayChannel channel =
          client(gateway, transport, "alice").open("127.0.0.1", host.getLocalPort())) {
        channel.output().write(HELLO);
        assertArrayEquals(HELLO, channel.input().readNBytes(HELLO.length));
      }
      served.get(30, TimeUnit.SECONDS);
      assertEquals(1, server.requests());
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void whoIsRefusedStaysOutsideAndWhoMayNotComeInIsNotAsked(TransportKind transport)
      throws Exception {
    try (ScriptedRadius server = ScriptedRadius.start(ScriptedRadius.REJECT);
        RadiusClient radius = RadiusSecondFactor.client(server.address(), ScriptedRadius.SECRET);
        GatewayServer gateway =
            RadiusSecondFactor.start(TLS, 0, users(), radius, "127.0.0.1", 3389)) {
      refused(client(gateway, transport, "bob"));
      assertEquals(0, server.requests());
      refused(client(gateway, transport, "alice"));
      assertEquals(1, server.requests());
    }
  }

  private static void refused(GatewayClient client) {
    var refusal = assertThrows(GatewayClientException.class, () -> client.open("127.0.0.1", 3389));
    assertEquals(ACCESS_DENIED, refusal.resultCode().orElse(0), refusal.getMessage());
  }

  private static void echoOnce(ServerSocket host) {
    try (Socket peer = host.accept()) {
      peer.getInputStream().transferTo(peer.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
