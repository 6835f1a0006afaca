/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client opens a desktop through the gateway, and its screen shows what the host paints. */
@Timeout(120)
class DesktopIT {
  /** A first sign-in to a fresh host takes about five seconds. */
  private static final Duration DESKTOP = Duration.ofSeconds(40);

  /** How soon a client must end after its host. */
  private static final Duration END = Duration.ofSeconds(2);

  /** The kernel resets the connection of a killed host if bytes of the client are unread. */
  private static final Set<CloseReason.Kind> HOST_ENDED =
      Set.of(CloseReason.Kind.HOST_CLOSED, CloseReason.Kind.HOST_FAILED);

  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Path PICTURES = Path.of("target", "interop");

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void clientShowsTheDesktopAndEndsWithTheHost(Route route) throws Exception {
    DesktopPicture picture = DesktopPicture.random();
    try (Xrdp host = Xrdp.start(folder, picture);
        TestGateway gateway = TestGateway.start(host.port());
        Display display = Display.open(folder);
        FreeRdp client = client(route, display, gateway, host)) {
      boolean shown = Await.until(DESKTOP, () -> !client.isAlive() || picture.isOn(display.grab()));
      Screen screen = display.grab();
      screen.writePng(PICTURES.resolve(route + ".png"));
      assertTrue(
          shown && picture.isOn(screen),
          () ->
              "the screen shows %.3f of the picture; the client says: %s; the gateway: %s"
                  .formatted(picture.share(screen), client.output(), gateway.events()));
      assertFalse(picture.rotated().isOn(screen), "another picture passes for this one");

      GatewayEvent.ChannelOpened opened =
          gateway.events().await(GatewayEvent.ChannelOpened.class, SOON);
      assertEquals(route.transport(), opened.subject().connection().transport());
      assertEquals(
          Set.of(route.proof()),
          Set.copyOf(
              gateway.events().of(GatewayEvent.SignedIn.class).stream()
                  .map(event -> event.principal().scheme())
                  .toList()));

      host.dropConnections();
      assertTrue(client.endsWithin(END), () -> "the client outlives its host: " + client.output());
      GatewayEvent.ChannelClosed closed =
          gateway.events().await(GatewayEvent.ChannelClosed.class, SOON);
      assertTrue(HOST_ENDED.contains(closed.reason().kind()), closed::toString);
      assertTrue(closed.bytesFromClient() > 0 && closed.bytesToClient() > 0, closed::toString);
      gateway.assertAllClosed();
    }
  }

  private FreeRdp client(Route route, Display display, TestGateway gateway, Xrdp host) {
    return FreeRdp.start(
        route,
        folder,
        display,
        gateway,
        gateway.password(),
        Xrdp.ADDRESS + ":" + host.port(),
        host.password());
  }

  /** What would the comparison say if the client showed nothing? */
  @Test
  void blankScreenIsNoDesktop() {
    DesktopPicture picture = DesktopPicture.random();
    try (Display display = Display.open(folder)) {
      Screen screen = display.grab();
      assertEquals(
          List.of(Display.WIDTH, Display.HEIGHT), List.of(screen.width(), screen.height()));
      assertFalse(picture.isOn(screen));
      assertEquals(0, picture.share(screen));
    }
  }
}
