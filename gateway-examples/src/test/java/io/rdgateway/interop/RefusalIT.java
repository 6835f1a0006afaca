/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.DenyCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway refuses reaches the user of the client as the proper error. */
@Timeout(60)
class RefusalIT {
  private static final Duration END = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void wrongPassword(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = TestGateway.start(host.port())) {
      String output =
          outputOf(route, gateway, "not-" + gateway.password(), "127.0.0.1:" + host.port());
      // What FreeRDP makes of the last 401, or of the code inside the tunnel.
      assertContains(
          output,
          route.scheme().equals(AuthScheme.SSPI_NTLM)
              ? "SEC_E_LOGON_DENIED [0x8009030C]"
              : "ERRCONNECT_ACCESS_DENIED");
      GatewayEvent.SignInRejected rejected =
          gateway.events().await(GatewayEvent.SignInRejected.class, SOON);
      assertEquals("wrong-password", rejected.reason().code());
      assertEquals(route.scheme(), rejected.scheme());
      assertEquals(List.of(), gateway.events().of(GatewayEvent.SignedIn.class));
      assertEquals(List.of(), gateway.events().of(GatewayEvent.TunnelOpened.class));
      assertEquals(0, host.connections());
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void forbiddenHost(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = TestGateway.start(allowedOtherPort(host))) {
      String output = outputOf(route, gateway, gateway.password(), "127.0.0.1:" + host.port());
      assertContains(output, "E_PROXY_RAP_ACCESSDENIED");
      GatewayEvent.ChannelDenied denied =
          gateway.events().await(GatewayEvent.ChannelDenied.class, SOON);
      assertEquals(DenyCode.NOT_AUTHORIZED, denied.reason().code());
      assertEquals(host.port(), denied.port());
      assertEquals(List.of(), gateway.events().of(GatewayEvent.ChannelOpened.class));
      gateway.assertAllClosed();
      assertEquals(0, host.connections());
    }
  }

  private static int allowedOtherPort(ScriptedHost host) {
    return host.port() == 3389 ? 3390 : 3389;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void unreachableHost(Route route) throws Exception {
    // A socket that is bound but does not listen keeps its port from others and refuses everybody.
    try (Socket closedPort = new Socket()) {
      closedPort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (TestGateway gateway = TestGateway.start(closedPort.getLocalPort())) {
        String output =
            outputOf(route, gateway, gateway.password(), "127.0.0.1:" + closedPort.getLocalPort());
        assertContains(output, "E_PROXY_TS_CONNECTFAILED");
        gateway.events().await(GatewayEvent.ChannelFailed.class, SOON);
        assertEquals(List.of(), gateway.events().of(GatewayEvent.ChannelOpened.class));
        gateway.assertAllClosed();
      }
    }
  }

  private String outputOf(Route route, TestGateway gateway, String password, String target) {
    try (Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(route, folder, display, gateway, password, target, "unused")) {
      assertTrue(client.endsWithin(END), () -> "the client does not end: " + client.output());
      assertTrue(client.exitStatus() != 0, "the client ended as if all were well");
      return client.output();
    }
  }

  private static void assertContains(String output, String expected) {
    assertTrue(
        output.contains(expected), () -> "the client does not say " + expected + ": " + output);
  }
}
