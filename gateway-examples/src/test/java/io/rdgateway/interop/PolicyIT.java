/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The terms of a connection policy reach the client. */
@Timeout(60)
class PolicyIT {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(15);
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Long enough to see that the tunnel was open, and shorter than the client's own patience. */
  private static final Duration TIME = Duration.ofSeconds(2);

  /**
   * E_PROXY_CONNECTIONABORTED, for a client that does not announce HTTP_CAPABILITY_IDLE_TIMEOUT.
   */
  private static final String CONNECTION_ABORTED = "[0x000004D4]";

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void idleTimeoutCutsTheClient(Route route) throws Exception {
    assertCut(
        route,
        TunnelGrant.unrestricted().withTimeouts(TIME, Duration.ZERO),
        CloseReason.Kind.IDLE_TIMEOUT);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void sessionTimeoutCutsTheClient(Route route) throws Exception {
    assertCut(
        route,
        TunnelGrant.unrestricted().withTimeouts(Duration.ZERO, TIME),
        CloseReason.Kind.SESSION_TIMEOUT);
  }

  private void assertCut(Route route, TunnelGrant grant, CloseReason.Kind kind) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = TestGateway.start(host.port(), request -> Decision.allow(grant));
        Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(
                route,
                folder,
                display,
                gateway,
                gateway.password(),
                "127.0.0.1:" + host.port(),
                "unused")) {
      host.awaitRdp(CONNECT);
      GatewayEvent.TunnelClosed closed =
          gateway.events().await(GatewayEvent.TunnelClosed.class, END);
      assertEquals(kind, closed.reason().kind(), closed::toString);
      assertTrue(closed.duration().compareTo(TIME) >= 0, closed::toString);
      host.awaitEnd(SOON);
      assertTrue(client.endsWithin(END), () -> "the client does not end: " + client.output());
      assertTrue(client.exitStatus() != 0, "the client ended as if all were well");
      assertTrue(
          client.output().contains(CONNECTION_ABORTED),
          () -> "the client does not say " + CONNECTION_ABORTED + ": " + client.output());
      gateway.assertAllClosed();
    }
  }
}
