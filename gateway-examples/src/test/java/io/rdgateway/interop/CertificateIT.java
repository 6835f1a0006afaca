/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.GatewayEvent;
import io.rdgateway.auth.ntlm.NtlmClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.SelfSignedCertificate.KeyType;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of the certificate are replaced under twenty live tunnels. */
@Timeout(120)
class CertificateIT {
  private static final int OURS = 19;
  private static final int BYTES = 300_000;
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration DESKTOP = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FREERDP_2_TWO_CHANNELS", "FREERDP_3_WEBSOCKET"})
  void tunnelsOutliveTheCertificateWithWhichTheyBegan(Route route) throws Exception {
    Path chain = folder.resolve("gateway-chain.pem");
    Path key = folder.resolve("gateway-key.pem");
    SelfSignedCertificate old = certificate();
    SelfSignedCertificate renewed = certificate();
    old.writePem(chain, key);
    DesktopPicture picture = DesktopPicture.random();
    List<GatewayChannel> tunnels = new ArrayList<>();
    try (EchoHost echo = new EchoHost();
        Xrdp desktop = Xrdp.start(folder, picture);
        GatedHost gate = GatedHost.start(Xrdp.ADDRESS, desktop.port());
        TestGateway gateway =
            TestGateway.start(TlsSource.pem(chain, key), echo.port(), gate.port());
        Display display = Display.open(folder);
        FreeRdp client =
            FreeRdp.start(
                route,
                folder,
                display,
                gateway,
                gateway.password(),
                "127.0.0.1:" + gate.port(),
                desktop.password())) {
      gate.awaitClient(CONNECT);
      for (int i = 0; i < OURS; i++) {
        tunnels.add(open(gateway, i, old, echo.port()));
        compare(tunnels.get(i), i);
      }
      assertEquals(OURS + 1, gateway.tunnels());

      renewed.writePem(chain, key);
      GatewayEvent.CertificateChanged changed =
          gateway.events().await(GatewayEvent.CertificateChanged.class, CONNECT);
      assertEquals(GatewayEvent.Certificate.of(renewed.identity()), changed.after());

      // A client that trusts the new one alone; it is the only one that ends.
      try (GatewayChannel fresh = open(gateway, 0, renewed, echo.port())) {
        compare(fresh, OURS);
      }
      for (int i = 0; i < OURS; i++) {
        compare(tunnels.get(i), 100 + i);
      }
      gate.open();
      assertTrue(
          Await.until(DESKTOP, () -> !client.isAlive() || picture.isOn(display.grab()))
              && picture.isOn(display.grab()),
          () -> "no desktop: " + client.output() + gateway.events());
      assertEquals(1, gateway.events().of(GatewayEvent.TunnelClosed.class).size());
      assertEquals(OURS + 1, gateway.tunnels());
      for (GatewayChannel tunnel : tunnels) {
        tunnel.close();
      }
    }
  }

  private static SelfSignedCertificate certificate() {
    return SelfSignedCertificate.generate(
        List.of("gateway.test"),
        KeyType.RSA_2048,
        Instant.now().minusSeconds(3600),
        Duration.ofDays(90));
  }

  private static GatewayChannel open(
      TestGateway gateway, int number, SelfSignedCertificate trusted, int port) throws IOException {
    X509Certificate certificate = trusted.identity().certificate();
    return GatewayClient.builder("gateway.test", TestGateway.PORT)
        .connectTo(new InetSocketAddress(gateway.address(), TestGateway.PORT))
        .trust(certificate)
        .transport(number % 2 == 0 ? TransportKind.WEBSOCKET : TransportKind.HTTP)
        .credentials(NtlmClientCredentials.of(TestGateway.USER, gateway.password()))
        .build()
        .open("127.0.0.1", port);
  }

  private static void compare(GatewayChannel tunnel, int seed) throws Exception {
    byte[] sent = new byte[BYTES];
    new Random(seed).nextBytes(sent);
    Thread writer =
        new Thread(
            () -> {
              try {
                tunnel.output().write(sent);
                tunnel.output().flush();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "writer");
    writer.start();
    assertArrayEquals(sent, tunnel.input().readNBytes(BYTES));
    writer.join();
  }

  /** Sends everything back. */
  private static final class EchoHost implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50);

    EchoHost() throws IOException {
      thread(this::serve);
    }

    int port() {
      return listener.getLocalPort();
    }

    private void serve() {
      try {
        while (true) {
          Socket socket = listener.accept();
          thread(() -> echo(socket));
        }
      } catch (IOException e) {
        // closed
      }
    }

    private static void echo(Socket socket) {
      try (socket) {
        socket.getInputStream().transferTo(socket.getOutputStream());
      } catch (IOException e) {
        // The gateway has ended the connection, and whoever waits for bytes notices.
      }
    }

    private static void thread(Runnable task) {
      Thread thread = new Thread(task, "echo-host");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
