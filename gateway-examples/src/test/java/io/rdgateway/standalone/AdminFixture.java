/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayServer;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A gateway that takes anybody anywhere, an echo behind it, and its admin listener. */
final class AdminFixture implements AutoCloseable {
  static final String SECRET = "0123456789abcdef0123456789abcdef";

  /** What the user who signs in as {@code hostile} is called. */
  static final String HOSTILE = "a\"},{\"x\":\"</script>\u001B[31m\u202E\u0085\r\n \\";

  final BlockingQueue<GatewayEvent> events = new LinkedBlockingQueue<>();
  final AtomicReference<@Nullable String> mistake = new AtomicReference<>();
  final EchoHost host = new EchoHost();
  final GatewayServer gateway;
  final Path secretFile;
  final AdminSecret secret;
  final AdminListener listener;

  AdminFixture(Path folder) throws IOException {
    secretFile = folder.resolve("admin-secret");
    Files.writeString(secretFile, SECRET + "\n");
    Files.setPosixFilePermissions(secretFile, PosixFilePermissions.fromString("rw-------"));
    secret = AdminSecret.read(secretFile);
    gateway =
        GatewayServer.builder(
                TlsSource.insecurePlainHttp(),
                new Anybody(),
                AuthorizationPolicy.of(
                    request -> Decision.allow(TunnelGrant.unrestricted()),
                    request -> Decision.allow(new ChannelGrant(true, Map.of()))))
            .bind(loopback())
            .listener(events::add)
            .build()
            .start();
    listener =
        listener(
            AdminSettings.loopback(loopback(), secret)
                .withTimes(Duration.ofSeconds(20), Duration.ZERO));
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  AdminListener listener(AdminSettings settings) {
    return AdminListener.start(
        gateway,
        settings.withTimes(Duration.ofSeconds(20), settings.wrongSecretTime()),
        new AdminActions() {
          @Override
          public String reloadPolicy() {
            String wrong = mistake.get();
            if (wrong != null) {
              throw new ConfigurationException(wrong);
            }
            return "the policy is in force";
          }

          @Override
          public Optional<AdminPage> metrics() {
            return Optional.of(new AdminPage(200, "text/plain", "things 1\n"));
          }
        });
  }

  GatewayChannel open(String user) throws IOException {
    return GatewayClient.builder("localhost", gateway.addresses().get(0).getPort())
        .connectTo(gateway.addresses().get(0))
        .credentials(ClientCredentials.basic(user, "any"))
        .insecurePlainHttp()
        .build()
        .open(host.address().host(), host.address().port());
  }

  /** Sends a request as it stands, and takes all that comes. */
  static String send(AdminListener to, String request) throws IOException {
    try (Socket socket = new Socket(to.address().getAddress(), to.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String request(String line, String fields, String body) {
    return line
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + fields
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** A request of an administrator. */
  String raw(String line, String body) throws IOException {
    return send(
        listener,
        request(line, "Authorization: Bearer " + SECRET + "\r\nX-Operator: root\r\n", body));
  }

  /** What an administrator is answered with a status. */
  JsonNode ask(int status, String line, String body) throws IOException {
    String answer = raw(line, body);
    if (!answer.startsWith("HTTP/1.1 " + status + " ")) {
      throw new AssertionError(answer);
    }
    return AdminJson.read(
        answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8));
  }

  JsonNode ask(String line, String body) throws IOException {
    return ask(200, line, body);
  }

  <T extends GatewayEvent> T await(Class<T> kind) throws InterruptedException {
    while (true) {
      GatewayEvent event = events.poll(20, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no " + kind.getSimpleName());
      }
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
    }
  }

  @Override
  public void close() {
    listener.close();
    gateway.close();
    host.close();
  }

  private static final class Anybody implements Authenticator {
    @Override
    public List<AuthScheme> schemes() {
      return List.of(AuthScheme.BASIC);
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
      String typed = ((Credential.Password) credential).userName();
      String name = typed.equals("hostile") ? HOSTILE : typed;
      return AuthenticationResult.accepted(
          UserPrincipal.of("id-" + name, name, Set.of(), AuthScheme.BASIC, Instant.EPOCH));
    }
  }
}
