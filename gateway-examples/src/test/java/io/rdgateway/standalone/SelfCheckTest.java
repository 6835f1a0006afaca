/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayServer;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.policy.RulePolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfCheckTest {
  @TempDir Path folder;
  private final MemoryUserStore users = new MemoryUserStore();
  private final RulePolicy nothing = RulePolicy.builder().build();
  private final LivePolicy policy = new LivePolicy(nothing);
  private final List<String> said = new ArrayList<>();
  private GatewayCertificate certificate;
  private GatewayServer gateway;
  private InetSocketAddress address;

  @BeforeEach
  void start() {
    InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    certificate = GatewayCertificate.open(folder, null, listen, InstantSource.system(), said::add);
    gateway =
        GatewayServer.builder(certificate.source(), new BasicAuthenticator(users), policy)
            .bind(listen)
            .build()
            .start();
    address = gateway.addresses().get(0);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void leavesNoUserAndNoRuleBehind() throws Exception {
    assertTrue(new SelfCheck(certificate, address, users, policy, said::add).run(true, null));

    assertEquals("MemoryUserStore[0 users]", users.toString());
    assertEquals(nothing, policy.rules());
  }

  @Test
  void theThrowAwayUserSignsInOnlyUntilItIsClosedAndReachesOnlyItsHost() throws Exception {
    try (EchoHost host = new EchoHost();
        EchoHost other = new EchoHost()) {
      ClientCredentials credentials;
      try (ThrowAwayUser user = new ThrowAwayUser(users, policy, List.of(host.address()))) {
        credentials = user.credentials();
        client(credentials).open("127.0.0.1", host.address().port()).close();
        assertThrows(
            GatewayClientException.class,
            () -> client(credentials).open("127.0.0.1", other.address().port()));
      }
      var refusal =
          assertThrows(
              GatewayClientException.class,
              () -> client(credentials).open("127.0.0.1", host.address().port()));
      assertEquals(401, refusal.httpStatus().orElseThrow());
    }
  }

  private GatewayClient client(ClientCredentials credentials) {
    return GatewayClient.builder("localhost", address.getPort())
        .connectTo(address)
        .trust(certificate.identity().certificate())
        .credentials(credentials)
        .build();
  }

  @Test
  void givesUpOnAHostThatSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      HostPort host = new HostPort("127.0.0.1", silent.getLocalPort());
      SelfCheck check =
          new SelfCheck(certificate, address, users, policy, said::add, Duration.ofSeconds(1));

      assertFalse(check.run(false, host));

      assertEquals(
          2,
          said.stream().filter(line -> line.endsWith("FAILED: no answer within 1000 ms")).count(),
          said.toString());
      assertEquals("MemoryUserStore[0 users]", users.toString());
    }
  }
}
