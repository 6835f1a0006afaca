/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayEvent.AdministratorActed;
import io.rdgateway.GatewayEvent.AdministratorActed.Action;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real requests to the admin listener of a real gateway. */
@Timeout(60)
class AdminListenerTest {
  private static final String RIGHT = "Authorization: Bearer " + AdminFixture.SECRET + "\r\n";

  @TempDir private Path folder;
  private AdminFixture fixture;

  @BeforeEach
  void start() throws IOException {
    fixture = new AdminFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void assertFlows(GatewayChannel channel) throws IOException {
    channel.output().write(42);
    assertEquals(42, channel.input().read());
  }

  private static void assertDisconnected(GatewayChannel channel) throws IOException {
    assertEquals(-1, channel.input().read());
    assertEquals(0x4D4, channel.closeCode().orElseThrow());
  }

  @Test
  void listsTunnelsWithTheFieldsOfMicrosoftsRecord() throws Exception {
    assertEquals("{\"tunnels\":[]}", AdminJson.text(fixture.ask("GET /api/v1/tunnels", "")));
    try (GatewayChannel channel = fixture.open("alice")) {
      assertFlows(channel);
      JsonNode tunnel = fixture.ask("GET /api/v1/tunnels", "").path("tunnels").path(0);
      assertEquals("alice", tunnel.path("user").textValue());
      assertEquals("id-alice", tunnel.path("userId").textValue());
      assertEquals("127.0.0.1", tunnel.path("clientAddress").textValue());
      assertEquals("127.0.0.1", tunnel.path("resource").textValue());
      assertEquals(fixture.host.address().port(), tunnel.path("port").intValue());
      assertFalse(Instant.parse(tunnel.path("connectedSince").asText()).isAfter(Instant.now()));
      assertTrue(tunnel.path("durationSeconds").isIntegralNumber());
      assertTrue(tunnel.path("idleSeconds").isIntegralNumber());
      assertEquals(1, tunnel.path("bytesFromClient").intValue());
      assertEquals(1, tunnel.path("bytesToClient").intValue());
      assertEquals("WEBSOCKET", tunnel.path("transport").textValue());
    }
  }

  @Test
  void namesThatClientsChoseCannotBreakOut() throws Exception {
    try (GatewayChannel channel = fixture.open("hostile")) {
      assertFlows(channel);
      String answer = fixture.raw("GET /api/v1/tunnels", "");
      assertTrue(answer.chars().allMatch(c -> c == '\r' || c == '\n' || (c >= ' ' && c < 0x7F)));
      JsonNode tunnels = fixture.ask("GET /api/v1/tunnels", "").path("tunnels");
      assertEquals(1, tunnels.size());
      assertEquals(AdminFixture.HOSTILE, tunnels.path(0).path("user").textValue());
    }
  }

  @Test
  void disconnectsExactlyWhomItIsTold() throws Exception {
    try (GatewayChannel alice = fixture.open("alice");
        GatewayChannel bob = fixture.open("bob")) {
      assertEquals(
          1,
          fixture
              .ask("POST /api/v1/disconnect", "{\"user\":\"Alice\",\"reason\":\"lunch\"}")
              .path("disconnected")
              .intValue());
      assertDisconnected(alice);
      var acted = fixture.await(AdministratorActed.class);
      assertEquals(Action.DISCONNECT, acted.action());
      assertEquals("admin (root)", acted.by().name());
      assertEquals("user Alice", acted.object());
      assertFlows(bob);
      var closed =
          fixture.gateway.tunnels().stream().filter(t -> t.principal().name().equals("bob"));
      String id = closed.findFirst().orElseThrow().id();
      fixture.ask(404, "DELETE /api/v1/tunnels/t0", "");
      fixture.ask("DELETE /api/v1/tunnels/" + id, "");
      assertDisconnected(bob);
    }
    try (GatewayChannel carol = fixture.open("carol")) {
      String target = "{\"resource\":\"127.0.0.1\",\"port\":" + fixture.host.address().port() + "}";
      assertEquals(
          1, fixture.ask("POST /api/v1/disconnect", target).path("disconnected").intValue());
      assertDisconnected(carol);
    }
  }

  @Test
  void drainsAndResumes() throws Exception {
    try (GatewayChannel channel = fixture.open("alice")) {
      JsonNode begun = fixture.ask("POST /api/v1/drain", "{\"graceSeconds\":600}");
      assertTrue(begun.path("draining").booleanValue());
      assertEquals(1, begun.path("tunnels").intValue());
      assertTrue(fixture.raw("GET /health", "").startsWith("HTTP/1.1 503 "));
      assertEquals(
          "not-ready", fixture.ask(503, "GET /api/v1/health", "").path("status").textValue());
      assertThrows(GatewayClientException.class, () -> fixture.open("bob"));
      assertFlows(channel);
      assertEquals(1, fixture.ask("GET /api/v1/drain", "").path("tunnels").intValue());
      assertFalse(fixture.ask("POST /api/v1/resume", "").path("draining").booleanValue());
      fixture.open("bob").close();
      fixture.ask("POST /api/v1/drain", "{\"graceSeconds\":0}");
      assertDisconnected(channel);
    }
    for (String wrong : List.of("", "{\"graceSeconds\":-1}", "{\"graceSeconds\":\"1\"}")) {
      fixture.ask(400, "POST /api/v1/drain", wrong);
    }
  }

  @Test
  void sendsMessagesAndReloads() throws Exception {
    try (GatewayChannel channel = fixture.open("alice")) {
      JsonNode sent =
          fixture.ask("POST /api/v1/message", "{\"all\":true,\"text\":\"down at noon\"}");
      assertEquals(1, sent.path("tunnels").intValue());
      assertEquals(0, sent.path("sent").intValue(), "this client does not show messages");
      assertFlows(channel);
    }
    fixture.ask(400, "POST /api/v1/message", "{\"text\":\"to nobody\"}");
    fixture.ask(400, "POST /api/v1/message", "{\"all\":true,\"user\":\"a\",\"text\":\"x\"}");
    fixture.ask(400, "POST /api/v1/message", "{\"all\":true,\"text\":\"\\u0000\"}");
    assertEquals(
        "the policy is in force",
        fixture.ask("POST /api/v1/reload-policy", "").path("outcome").textValue());
    fixture.mistake.set("policy.yaml:1:1 is wrong");
    JsonNode refused = fixture.ask(409, "POST /api/v1/reload-policy", "{}");
    assertEquals("policy.yaml:1:1 is wrong", refused.path("error").textValue());
    // The gateway of this test has no certificate.
    fixture.ask(409, "POST /api/v1/reload-certificates", "");
    var outcomes = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      outcomes.add(fixture.await(AdministratorActed.class).outcome());
    }
    assertEquals("sent to 0 of 1 tunnel", outcomes.get(0));
    assertEquals("the policy is in force", outcomes.get(1));
    assertEquals("failed: policy.yaml:1:1 is wrong", outcomes.get(2));
    assertTrue(outcomes.get(3).startsWith("failed: "), outcomes::toString);
  }

  @Test
  void nobodyIsServedWithoutTheSecret() throws Exception {
    AdminSettings quick =
        AdminSettings.loopback(AdminFixture.loopback(), fixture.secret)
            .withTimes(Duration.ofSeconds(20), Duration.ZERO);
    try (AdminListener listener = fixture.listener(quick)) {
      for (String fields :
          List.of(
              "",
              "Authorization: Bearer \r\n",
              "Authorization: Bearer " + AdminFixture.SECRET + "0\r\n",
              "Authorization: Bearer " + AdminFixture.SECRET.substring(1) + "\r\n",
              "Authorization: Basic " + AdminFixture.SECRET + "\r\n",
              "Authorization: Bearer x\r\n" + RIGHT,
              RIGHT + RIGHT)) {
        for (String line :
            List.of("GET /api/v1/tunnels", "POST /api/v1/resume", "GET /metrics", "GET /")) {
          String answer = AdminFixture.send(listener, AdminFixture.request(line, fields, ""));
          assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
          assertFalse(answer.contains(AdminFixture.SECRET), answer);
        }
      }
      String health = AdminFixture.send(listener, AdminFixture.request("GET /health", "", ""));
      assertTrue(health.startsWith("HTTP/1.1 200 "), health);
      assertTrue(health.contains("{\"status\":\"up\",\"checks\":[{"), health);
      assertFalse(health.contains("explanation"), health);
    }
    assertEquals(
        "a wrong secret", fixture.await(GatewayEvent.AdministratorRefused.class).explanation());
    assertEquals("<secret>", fixture.secret.toString());
  }

  @Test
  void metricsCanBeOpen() throws Exception {
    AdminSettings open =
        AdminSettings.loopback(AdminFixture.loopback(), fixture.secret).withOpenMetrics();
    try (AdminListener listener = fixture.listener(open)) {
      String answer = AdminFixture.send(listener, AdminFixture.request("GET /metrics", "", ""));
      assertTrue(answer.endsWith("\r\n\r\nthings 1\n"), answer);
    }
  }

  /**
   * While eight wrong answers are held back, nobody is heard; the end of the listener frees all.
   */
  @Test
  void guessesAreThrottled() throws Exception {
    AdminSettings patient =
        AdminSettings.loopback(AdminFixture.loopback(), fixture.secret)
            .withTimes(Duration.ofMinutes(1), Duration.ofHours(1));
    AdminListener listener = AdminListener.start(fixture.gateway, patient, () -> "");
    List<Socket> guesses = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        Socket guess = new Socket(listener.address().getAddress(), listener.address().getPort());
        guesses.add(guess);
        guess
            .getOutputStream()
            .write(
                AdminFixture.request("GET /", "Authorization: Bearer " + i + "\r\n", "")
                    .getBytes(StandardCharsets.US_ASCII));
        fixture.await(GatewayEvent.AdministratorRefused.class);
      }
      String answer =
          AdminFixture.send(listener, AdminFixture.request("GET /api/v1/tunnels", RIGHT, ""));
      assertTrue(answer.startsWith("HTTP/1.1 429 "), answer);
      guesses.forEach(AdminListenerTest::shutdownOutput);
      listener.close();
      byte[] end = guesses.get(0).getInputStream().readAllBytes();
      assertTrue(new String(end, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 503 "));
    } finally {
      listener.close();
      for (Socket guess : guesses) {
        guess.close();
      }
    }
  }

  private static void shutdownOutput(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void strangeRequestsAreRefused() throws Exception {
    String tail = "\r\n" + RIGHT + "\r\n";
    for (var wrong :
        List.of(
            List.of("421", "GET /health HTTP/1.1\r\nHost: evil.example" + tail),
            List.of("421", "GET /api/v1/tunnels HTTP/1.1\r\nHost: evil.example:8444" + tail),
            List.of("421", "GET /health HTTP/1.1\r\nHost: 127.0.0.1.evil.example" + tail),
            List.of("400", "GET /health HTTP/1.1" + tail),
            List.of("403", "GET /health HTTP/1.1\r\nHost: localhost\r\nOrigin: http://x" + tail),
            List.of("431", "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(8192)),
            List.of(
                "413",
                "POST /api/v1/message HTTP/1.1\r\nHost: [::1]:1\r\nContent-Length: 65537" + tail),
            List.of(
                "411",
                "POST /api/v1/message HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked"
                    + tail
                    + "0\r\n\r\n"),
            List.of("400", "nonsense\r\n\r\n"))) {
      String answer = AdminFixture.send(fixture.listener, wrong.get(1));
      assertTrue(answer.startsWith("HTTP/1.1 " + wrong.get(0) + " "), () -> wrong + answer);
    }
    fixture.ask(404, "GET /api/v1/nothing", "");
    fixture.ask(404, "GET /api/v2/tunnels", "");
    fixture.ask(405, "POST /api/v1/tunnels", "");
    for (String body :
        List.of(
            "[]",
            "{",
            "{} {}",
            "{\"user\":1}",
            "{\"user\":\"\"}",
            "{\"user\":\"a\",\"user\":\"b\"}",
            "{\"user\":\"a\",\"x\":1}",
            "{\"user\":\"a\",\"tunnel\":\"t1\"}",
            "{\"port\":3389}",
            "{\"resource\":\"a\",\"port\":0}",
            "{\"a\":".repeat(20) + "1" + "}".repeat(20))) {
      fixture.ask(400, "POST /api/v1/disconnect", body);
    }
  }

  @Test
  void aClientThatNeverAsksIsCutOff() throws Exception {
    AdminSettings quick =
        AdminSettings.loopback(AdminFixture.loopback(), fixture.secret)
            .withTimes(Duration.ofMillis(50), Duration.ZERO);
    try (AdminListener listener = AdminListener.start(fixture.gateway, quick, () -> "");
        Socket silent = new Socket(listener.address().getAddress(), listener.address().getPort())) {
      silent.getOutputStream().write("GET /he".getBytes(StandardCharsets.US_ASCII));
      assertEquals(-1, silent.getInputStream().read());
    }
  }

  @Test
  void servesTlsToThoseWhoTrustIt() throws Exception {
    TlsIdentity identity = TlsSource.selfSigned(List.of("127.0.0.1")).load();
    TlsSource.Loader certificate = TlsSource.of(identity.privateKey(), identity.chain());
    AdminSettings settings =
        AdminSettings.tls(AdminFixture.loopback(), fixture.secret, certificate, Set.of());
    Path trusted = folder.resolve("trusted.pem");
    Files.write(
        trusted,
        ("-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(identity.certificate().getEncoded())
                + "\n-----END CERTIFICATE-----\n")
            .getBytes(StandardCharsets.US_ASCII));
    try (AdminListener listener = fixture.listener(settings)) {
      String url = "https://127.0.0.1:" + listener.address().getPort();
      assertEquals(
          0,
          new AdminClient(url, fixture.secret, trusted)
              .ask("GET", "tunnels", null)
              .path("tunnels")
              .size());
      assertThrows(
          ConfigurationException.class,
          () -> new AdminClient(url, fixture.secret, null).ask("GET", "tunnels", null));
    }
  }

  @Test
  void doesNotLeaveTheMachineInClearText() throws Exception {
    InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class, () -> AdminSettings.loopback(everywhere, fixture.secret));
    assertTrue(String.valueOf(refused.getMessage()).contains("clear text"));
    AdminSettings insecure =
        AdminSettings.insecurePlainHttp(everywhere, fixture.secret, Set.of("gw.corp.example"));
    assertTrue(insecure.insecurePlainHttp());
    assertThrows(
        ConfigurationException.class,
        () ->
            AdminListener.start(
                fixture.gateway,
                AdminSettings.loopback(fixture.listener.address(), fixture.secret),
                () -> ""));
  }

  @Test
  void theSecretIsForItsOwnerAlone() throws Exception {
    Path file = folder.resolve("other-secret");
    assertThrows(ConfigurationException.class, () -> AdminSecret.read(file));
    Files.writeString(file, AdminFixture.SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    ConfigurationException open =
        assertThrows(ConfigurationException.class, () -> AdminSecret.read(file));
    assertTrue(String.valueOf(open.getMessage()).contains("chmod 600 " + file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    AdminSecret.read(file);
    for (String wrong : List.of("", "short", "x".repeat(513), "two words " + "x".repeat(32))) {
      Files.writeString(file, wrong);
      assertThrows(ConfigurationException.class, () -> AdminSecret.read(file));
    }
  }
}
