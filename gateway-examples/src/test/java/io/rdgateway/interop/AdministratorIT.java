/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.Administration;
import io.rdgateway.Administrator;
import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.TunnelFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an administrator does to the tunnels of real clients. */
@Timeout(120)
class AdministratorIT {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(15);
  private static final Duration SOON = Duration.ofSeconds(5);

  /** E_PROXY_CONNECTIONABORTED, as FreeRDP shows the code of CLOSE_CHANNEL. */
  private static final String CONNECTION_ABORTED = "[0x000004D4]";

  private static final String TEXT = "The gateway will be down at noon.";

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aMessageAndADisconnectReachExactlyThatClient(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = TestGateway.start(host.port());
        Display display = Display.open(folder)) {
      Administration root = gateway.server().administration(Administrator.named("root"));
      try (FreeRdp victim = client(route, display, gateway, host.port(), "victim")) {
        host.awaitRdp(CONNECT);
        String id =
            gateway.events().await(GatewayEvent.ChannelOpened.class, CONNECT).subject().tunnelId();
        try (FreeRdp other = client(route, display, gateway, host.port(), "other")) {
          assertTrue(
              Await.until(
                  CONNECT, () -> gateway.events().of(GatewayEvent.ChannelOpened.class).size() == 2),
              other::output);
          assertEquals(
              new Administration.MessageResult(1, 1),
              root.message(TunnelFilter.tunnel(id), TEXT)
                  .toCompletableFuture()
                  .get(5, TimeUnit.SECONDS));
          assertEquals(1, root.disconnect(TunnelFilter.tunnel(id), "maintenance"));
          GatewayEvent.TunnelClosed closed =
              gateway.events().await(GatewayEvent.TunnelClosed.class, END);
          assertEquals(CloseReason.Kind.ADMINISTRATOR, closed.reason().kind());
          assertEquals(id, closed.subject().tunnelId());
          assertTrue(victim.endsWithin(END), () -> "the client goes on: " + victim.output());
          assertTrue(victim.exitStatus() != 0, "the client ended as if all were well");
          assertTrue(victim.output().contains(CONNECTION_ABORTED), victim::output);
          assertTrue(victim.output().contains(TEXT), victim::output);
          assertTrue(other.isAlive(), other::output);
          assertEquals(1, gateway.server().tunnels().size());
          root.drain(Duration.ZERO).toCompletableFuture().get(15, TimeUnit.SECONDS);
          assertTrue(other.endsWithin(END), () -> "the client goes on: " + other.output());
          assertTrue(other.output().contains(CONNECTION_ABORTED), other::output);
          assertFalse(other.output().contains(TEXT), other::output);
        }
      }
      host.awaitEnd(SOON);
      gateway.assertAllClosed();
    }
  }

  private FreeRdp client(Route route, Display display, TestGateway gateway, int port, String name) {
    return FreeRdp.start(
        route,
        folder.resolve(name),
        display,
        gateway,
        gateway.password(),
        "127.0.0.1:" + port,
        "unused",
        List.of());
  }
}
