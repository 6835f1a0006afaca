/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The terms of a connection policy reach the client. */
@Timeout(120)
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

  /** The static virtual channel of the clipboard (MS-RDPECLIP 2.1). */
  private static final String CLIPBOARD = "cliprdr";

  private static final Duration DESKTOP = Duration.ofSeconds(40);
  private static final String DRIVE_LOADED = "Loading device service drive [shared]";
  private static final String DRIVE_DENIED = "[RDG] policy denies drive redirections";

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
        FreeRdp client = client(route, display, gateway, host.port(), List.of())) {
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

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void clientShowsTheConsentTextAndGoesOnWhenTheUserAgrees(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = TestGateway.start(host.port(), new Consent());
        Display display = Display.open(folder);
        FreeRdp client = client(route, display, gateway, host.port(), List.of())) {
      awaitQuestion(client);
      assertEquals(List.of(), gateway.events().of(GatewayEvent.TunnelOpened.class));
      client.answer("Y");
      host.awaitRdp(CONNECT);
      gateway.events().await(GatewayEvent.ChannelOpened.class, SOON);
      assertEquals(1, gateway.events().of(GatewayEvent.TunnelOpened.class).size());
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void noTunnelWithoutConsent(Route route) throws Exception {
    try (ScriptedHost host = ScriptedHost.start();
        TestGateway gateway = TestGateway.start(host.port(), new Consent());
        Display display = Display.open(folder);
        FreeRdp client = client(route, display, gateway, host.port(), List.of())) {
      awaitQuestion(client);
      client.answer("N");
      assertTrue(client.endsWithin(END), () -> "the client does not end: " + client.output());
      assertTrue(client.exitStatus() != 0, "the client ended as if all were well");
      gateway.events().await(GatewayEvent.TunnelFailed.class, SOON);
      assertEquals(List.of(), gateway.events().of(GatewayEvent.TunnelOpened.class));
      assertEquals(0, host.connections());
    }
  }

  private static void awaitQuestion(FreeRdp client) {
    assertTrue(
        Await.until(CONNECT, () -> client.output().contains("(Y/N)")),
        () -> "the client does not ask: " + client.output());
    assertTrue(client.output().contains(Consent.TEXT), client::output);
  }

  @Test
  void freeRdp3AnnouncesItsClipboardUnlessThePolicyDeniesIt() throws Exception {
    List<String> free = announcedChannels(TunnelGrant.unrestricted());
    assertTrue(free.contains(CLIPBOARD), free::toString);
    List<String> denied = announcedChannels(without(Redirection.CLIPBOARD));
    assertFalse(denied.contains(CLIPBOARD), denied::toString);
    List<String> others = announcedChannels(without(Redirection.DRIVE));
    assertTrue(others.contains(CLIPBOARD), others::toString);
    List<String> none = announcedChannels(TunnelGrant.withoutRedirection());
    assertFalse(none.contains(CLIPBOARD), none::toString);
  }

  /**
   * The client says so itself: with a drive or without, the channel of all devices is announced.
   */
  @Test
  void freeRdp3LoadsItsDriveUnlessThePolicyDeniesIt() throws Exception {
    String free = outputWithDrive(TunnelGrant.unrestricted());
    assertTrue(free.contains(DRIVE_LOADED), free);
    assertFalse(free.contains(DRIVE_DENIED), free);
    String denied = outputWithDrive(without(Redirection.DRIVE));
    assertTrue(denied.contains(DRIVE_DENIED), denied);
    assertFalse(denied.contains(DRIVE_LOADED), denied);
  }

  /** What a client has said that has shown the desktop and ended with its host. */
  private String outputWithDrive(TunnelGrant grant) throws Exception {
    DesktopPicture picture = DesktopPicture.random();
    try (Xrdp host = Xrdp.start(folder, picture);
        TestGateway gateway = TestGateway.start(host.port(), request -> Decision.allow(grant));
        Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(
                Route.FREERDP_3_WEBSOCKET,
                folder,
                display,
                gateway,
                gateway.password(),
                Xrdp.ADDRESS + ":" + host.port(),
                host.password(),
                List.of("/drive:shared," + folder))) {
      assertTrue(
          Await.until(DESKTOP, () -> !client.isAlive() || picture.isOn(display.grab()))
              && client.isAlive(),
          client::output);
      // It keeps back some of its output until it ends.
      host.dropConnections();
      assertTrue(client.endsWithin(END), () -> "the client outlives its host: " + client.output());
      return client.output();
    }
  }

  private static TunnelGrant without(Redirection redirection) {
    return new TunnelGrant(Set.of(redirection), Duration.ZERO, Duration.ZERO, false, Map.of());
  }

  private List<String> announcedChannels(TunnelGrant grant) throws Exception {
    try (ChannelListHost host = ChannelListHost.start();
        TestGateway gateway = TestGateway.start(host.port(), request -> Decision.allow(grant));
        Display display = Display.open(folder);
        FreeRdp client =
            client(
                Route.FREERDP_3_WEBSOCKET,
                display,
                gateway,
                host.port(),
                List.of("/sec:rdp", "+clipboard"))) {
      return host.awaitChannels(CONNECT, client::output);
    }
  }

  private FreeRdp client(
      Route route, Display display, TestGateway gateway, int port, List<String> options) {
    return FreeRdp.start(
        route,
        folder,
        display,
        gateway,
        gateway.password(),
        "127.0.0.1:" + port,
        "unused",
        options);
  }

  /** Everybody has to agree to a text. */
  private static final class Consent implements ConnectionPolicy {
    static final String TEXT =
        "Sessions on this gateway are recorded. Zur\u00fcck, wer nicht will.";

    @Override
    public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) {
      return Decision.allow(TunnelGrant.unrestricted());
    }

    @Override
    public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection) {
      return Optional.of(new ConsentMessage(TEXT, true));
    }
  }
}
