/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.auth.radius.NasIdentity;
import io.rdgateway.auth.radius.RadiusAccounting;
import io.rdgateway.auth.radius.RadiusClient;
import io.rdgateway.auth.radius.RadiusConnectionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user signs in by NTLM, and RADIUS asks her before the tunnel opens. */
@Timeout(120)
class RadiusTunnelIT {
  /** As long as a person may need to find her telephone. */
  private static final Duration DELAY = Duration.ofSeconds(20);

  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final NasIdentity NAS = NasIdentity.of("gateway.test");

  @TempDir private Path folder;

  /** Status checks are on, so that a server that is busy with a user is shown to be let alone. */
  private static RadiusClient client(FreeRadius radius) {
    return RadiusClient.open(
        List.of(radius.server().statusChecks(true).build(), radius.nobody().priority(1).build()));
  }

  private static void assertAskedOnce(FreeRadius radius) {
    List<Map<String, String>> requests = radius.requests();
    assertEquals(1, requests.size(), requests::toString);
    assertEquals(TestGateway.USER, requests.get(0).get("User-Name"));
    assertTrue(
        radius.output().contains("duplicate"),
        () -> "the request was not sent again within 20 s: " + radius.output());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*IN_TUNNEL.*")
  void theTunnelOpensWhenTheUserHasApproved(Route route) throws Exception {
    try (FreeRadius radius = FreeRadius.start(folder, true, DELAY);
        ScriptedHost host = ScriptedHost.start();
        RadiusClient client = client(radius);
        RadiusClient recorder = RadiusClient.open(List.of(radius.accounting()));
        RadiusAccounting accounting = new RadiusAccounting(recorder, NAS);
        TestGateway gateway =
            TestGateway.start(
                host.port(), RadiusConnectionPolicy.builder(client, NAS).build(), accounting);
        Display display = Display.open(folder);
        FreeRdp freeRdp = freeRdp(route, display, gateway, host.port())) {
      host.awaitRdp(DELAY.plus(CONNECT));
      assertAskedOnce(radius);
      GatewayEvent.TunnelOpened opened =
          gateway.events().await(GatewayEvent.TunnelOpened.class, SOON);
      assertEquals(Duration.ofHours(8), opened.grant().sessionTimeout());

      freeRdp.kill();
      long bytes = host.awaitEnd(SOON);
      GatewayEvent.TunnelClosed closed =
          gateway.events().await(GatewayEvent.TunnelClosed.class, SOON);
      assertEquals(CloseReason.Kind.CLIENT_VANISHED, closed.reason().kind());
      assertTrue(Await.until(SOON, () -> radius.records().size() == 2), radius::output);
      Map<String, String> start = radius.records().get(0);
      Map<String, String> stop = radius.records().get(1);
      assertEquals("Start", start.get("Acct-Status-Type"));
      assertEquals("Stop", stop.get("Acct-Status-Type"));
      assertEquals(start.get("Acct-Session-Id"), stop.get("Acct-Session-Id"));
      assertEquals(radius.requests().get(0).get("Acct-Session-Id"), stop.get("Acct-Session-Id"));
      assertEquals(Long.toString(bytes), stop.get("Acct-Input-Octets"));
      assertEquals("0", stop.get("Acct-Output-Octets"));
      assertEquals("0x636c617373", stop.get("Class"));
      assertEquals("Lost-Carrier", stop.get("Acct-Terminate-Cause"));
      assertEquals(TestGateway.USER, stop.get("User-Name"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FREERDP_3_WEBSOCKET", "FREERDP_3_TWO_CHANNELS"})
  void theClientLearnsThatTheUserHasDeclined(Route route) throws Exception {
    try (FreeRadius radius = FreeRadius.start(folder, false, DELAY);
        ScriptedHost host = ScriptedHost.start();
        RadiusClient client = client(radius);
        TestGateway gateway =
            TestGateway.start(host.port(), RadiusConnectionPolicy.builder(client, NAS).build());
        Display display = Display.open(folder);
        FreeRdp freeRdp = freeRdp(route, display, gateway, host.port())) {
      assertTrue(
          freeRdp.endsWithin(DELAY.plus(CONNECT)),
          () -> "the client does not end: " + freeRdp.output());
      assertTrue(freeRdp.exitStatus() != 0, "the client ended as if all were well");
      assertAskedOnce(radius);
      GatewayEvent.TunnelDenied denied =
          gateway.events().await(GatewayEvent.TunnelDenied.class, SOON);
      assertTrue(denied.reason().explanation().contains("refuses"), denied::toString);
      assertEquals(List.of(), gateway.events().of(GatewayEvent.TunnelOpened.class));
      assertEquals(0, host.connections());
    }
  }

  private FreeRdp freeRdp(Route route, Display display, TestGateway gateway, int port) {
    return FreeRdp.start(
        route, folder, display, gateway, gateway.password(), "127.0.0.1:" + port, "unused");
  }
}
