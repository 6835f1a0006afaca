/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayServer;
import io.rdgateway.auth.otp.CodePlacement;
import io.rdgateway.auth.radius.NasIdentity;
import io.rdgateway.auth.radius.RadiusAccounting;
import io.rdgateway.auth.radius.RadiusAuthenticator;
import io.rdgateway.auth.radius.RadiusClient;
import io.rdgateway.auth.radius.RadiusConnectionPolicy;
import io.rdgateway.auth.radius.RadiusSignIn;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.Policies;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Subjects;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that RADIUS does, for one user: password and code, tunnel, accounting. */
@Timeout(60)
class RadiusAccountingIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int TO_HOST = 12_345;
  private static final int TO_CLIENT = 67_890;

  private static final NasIdentity NAS = NasIdentity.of("gateway.test");

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void recordsMatchWhatTheHostSaw(TransportKind transport) throws Exception {
    TlsSource tls = TlsSource.selfSigned(List.of("localhost"));
    try (FreeRadius radius = FreeRadius.start(folder, true, Duration.ZERO);
        ServerSocket host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RadiusClient client = RadiusClient.open(List.of(radius.server().build()));
        RadiusClient recorder = RadiusClient.open(List.of(radius.accounting()));
        RadiusAccounting accounting = new RadiusAccounting(recorder, NAS);
        GatewayServer gateway = gateway(tls, client, accounting, host.getLocalPort())) {
      CompletableFuture<Integer> seen = CompletableFuture.supplyAsync(() -> serve(host));
      gateway.start();
      int port = gateway.addresses().get(0).getPort();
      GatewayClient bob =
          GatewayClient.builder("localhost", port)
              .connectTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .insecureTrustAnyCertificate()
              .credentials(ClientCredentials.basic("bob", FreeRadius.BOB + "," + FreeRadius.CODE))
              .transport(transport)
              .build();
      try (GatewayChannel channel = bob.open("127.0.0.1", host.getLocalPort())) {
        channel.output().write(new byte[TO_HOST]);
        assertEquals(TO_CLIENT, channel.input().readNBytes(TO_CLIENT).length);
      }
      assertEquals(TO_HOST, seen.get(10, TimeUnit.SECONDS));
      assertTrue(Await.until(SOON, () -> radius.records().size() == 2), radius::output);
      Map<String, String> stop = radius.records().get(1);
      assertEquals("Stop", stop.get("Acct-Status-Type"));
      assertEquals("bob", stop.get("User-Name"));
      assertEquals(Integer.toString(TO_HOST), stop.get("Acct-Input-Octets"));
      assertEquals(Integer.toString(TO_CLIENT), stop.get("Acct-Output-Octets"));
      assertEquals("0x636c617373", stop.get("Class"));
      // The password, the code, the tunnel: with two channels as with one.
      assertEquals(3, radius.requests().size(), () -> radius.requests().toString());
    }
  }

  /** Takes what comes from the client and answers with what is due; ends with the client. */
  private static int serve(ServerSocket host) {
    try (Socket peer = host.accept()) {
      int got = peer.getInputStream().readNBytes(TO_HOST).length;
      peer.getOutputStream().write(new byte[TO_CLIENT]);
      return got + peer.getInputStream().readAllBytes().length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GatewayServer gateway(
      TlsSource tls, RadiusClient client, RadiusAccounting accounting, int hostPort) {
    Subjects bob = Subjects.ofUsers("bob");
    RulePolicy rules =
        RulePolicy.builder()
            .connectionRule(ConnectionRule.builder("tunnels", bob).build())
            .resourceRule(
                ResourceRule.builder("host", bob).hosts("127.0.0.1").ports(hostPort).build())
            .build();
    return GatewayServer.builder(
            tls,
            RadiusAuthenticator.of(
                RadiusSignIn.builder(client, NAS).code(CodePlacement.afterSeparator(",")).build()),
            Policies.allOf(
                rules,
                AuthorizationPolicy.of(RadiusConnectionPolicy.builder(client, NAS).build(), rules)))
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .listener(accounting)
        .build();
  }
}
