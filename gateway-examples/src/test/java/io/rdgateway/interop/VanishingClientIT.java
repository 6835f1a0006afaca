/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that dies without CLOSE_CHANNEL takes its connection to the host with it. */
@Timeout(60)
class VanishingClientIT {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void hostConnectionEndsAtOnce(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = TestGateway.start(host.port());
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
      client.kill();
      host.awaitEnd(AT_ONCE);
      GatewayEvent.ChannelClosed closed =
          gateway.events().await(GatewayEvent.ChannelClosed.class, AT_ONCE);
      assertEquals(CloseReason.Kind.CLIENT_VANISHED, closed.reason().kind(), closed::toString);
      gateway.assertAllClosed();
      assertEquals(1, host.connections());
    }
  }
}
