/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayServer;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A running gateway with an authenticator under test, and a host behind it that says hello. */
public final class LiveGateway implements AutoCloseable {
  public static final String NAME = "gw.test";
  private static final byte[] HELLO = "hello from the host".getBytes(UTF_8);

  private final SelfSignedCertificate certificate =
      SelfSignedCertificate.generate(
          List.of(NAME, "localhost"),
          SelfSignedCertificate.KeyType.EC_P256,
          Instant.now().minus(Duration.ofDays(1)),
          Duration.ofDays(2));
  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
  private final ServerSocket host;
  private final GatewayServer server;

  /** Starts a gateway where everybody who has signed in may reach everything. */
  public LiveGateway(Authenticator authenticator, UnaryOperator<GatewayServer.Builder> further)
      throws IOException {
    host = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    new Thread(this::greet, "host").start();
    server =
        further
            .apply(
                GatewayServer.builder(
                        TlsSource.of(
                            certificate.identity().privateKey(), certificate.identity().chain()),
                        authenticator,
                        AuthorizationPolicy.of(
                            request -> Decision.allow(TunnelGrant.unrestricted()),
                            request -> Decision.allow(ChannelGrant.plain())))
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .openReservedAddress(InetAddress.getLoopbackAddress())
                    .eventLoops(1)
                    .listener(events::add))
            .build()
            .start();
  }

  public LiveGateway(Authenticator authenticator) throws IOException {
    this(authenticator, builder -> builder);
  }

  private void greet() {
    while (!host.isClosed()) {
      try (Socket client = host.accept()) {
        client.getOutputStream().write(HELLO);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        if (!host.isClosed()) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  public GatewayServer server() {
    return server;
  }

  public SelfSignedCertificate certificate() {
    return certificate;
  }

  /** A client of the address that was bound first. */
  public GatewayClient.Builder client(ClientCredentials credentials, TransportKind transport) {
    InetSocketAddress address = server.addresses().get(0);
    return GatewayClient.builder(NAME, address.getPort())
        .connectTo(address)
        .trust(certificate.identity().certificate())
        .transport(transport)
        .credentials(credentials);
  }

  /** Opens a channel to the host and hears it. */
  public void assertOpens(ClientCredentials credentials, TransportKind transport)
      throws IOException {
    assertOpens(client(credentials, transport).build());
  }

  /** Opens a channel to the host and hears it. */
  public void assertOpens(GatewayClient client) throws IOException {
    try (GatewayChannel channel =
        client.open(host.getInetAddress().getHostAddress(), host.getLocalPort())) {
      assertEquals(
          new String(HELLO, UTF_8), new String(channel.input().readNBytes(HELLO.length), UTF_8));
    }
  }

  /** Opens a channel that nobody reads. */
  public GatewayChannel open(GatewayClient client) throws IOException {
    return client.open(host.getInetAddress().getHostAddress(), host.getLocalPort());
  }

  /** Who has signed in so far. */
  public List<UserPrincipal> principals() {
    return events(GatewayEvent.SignedIn.class).stream()
        .map(GatewayEvent.SignedIn::principal)
        .toList();
  }

  /** Why sign-ins were refused so far; complete after {@link #close}. */
  public List<String> refusals() {
    return events(GatewayEvent.SignInRejected.class).stream()
        .map(event -> event.reason().code())
        .toList();
  }

  public <T extends GatewayEvent> List<T> events(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Ends everything; all events have been told then. */
  @Override
  public void close() throws IOException {
    server.close();
    host.close();
  }
}
