/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.client.GatewayChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands for a running gateway, as typed. */
@Timeout(60)
class ControlCommandsTest {
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

  private Started run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--admin", "http://127.0.0.1:" + fixture.listener.address().getPort()));
    return Started.run(folder, all.toArray(String[]::new));
  }

  private static void assertSays(String sentence, Started started) {
    assertEquals(0, started.code(), started::err);
    assertTrue(started.out().contains(sentence), started.out());
  }

  @Test
  void listsAndDisconnects() throws Exception {
    assertSays("0 tunnels", run("tunnels"));
    try (GatewayChannel alice = fixture.open("alice");
        GatewayChannel other = fixture.open("hostile")) {
      Started table = run("tunnels");
      assertSays("2 tunnels", table);
      assertTrue(table.out().contains("127.0.0.1:" + fixture.host.address().port()), table.out());
      assertTrue(table.out().contains("</script>?[31m???? \\"), table.out());
      assertSays("\"user\":\"alice\"", run("tunnels", "--json"));
      assertSays("ended: 1", run("disconnect", "--user", "alice", "--reason", "lunch"));
      assertEquals(-1, alice.input().read());
      other.output().write(1);
      assertEquals(1, other.input().read());
      assertSays(
          "ended: 1",
          run("disconnect", "--resource", "127.0.0.1:" + fixture.host.address().port()));
      assertEquals(-1, other.input().read());
    }
    assertSays("Sent to 0 of 0", run("message", "--all", "--text", "down at noon"));
  }

  @Test
  void showsHowADrainGoesOn() throws Exception {
    assertSays("up", run("health"));
    GatewayChannel channel = fixture.open("alice");
    var draining = CompletableFuture.supplyAsync(() -> run("drain", "--grace", "600"));
    while (fixture.gateway.drainProgress().isEmpty()) {
      Thread.onSpinWait();
    }
    Started drains = run("health");
    assertEquals(1, drains.code());
    assertTrue(drains.out().contains("not-ready"), drains.out());
    assertTrue(drains.out().contains("draining: "), drains.out());
    fixture.ask("POST /api/v1/drain", "{\"graceSeconds\":0}");
    assertEquals(-1, channel.input().read());
    channel.close();
    assertSays("Drained", draining.join());
    assertSays("New tunnels are taken.", run("resume"));
    assertSays("up", run("health"));
    assertSays("\"draining\":true", run("drain", "--no-wait", "--json"));
  }

  @Test
  void reloads() {
    assertSays("the policy is in force", run("reload", "--policy"));
    fixture.mistake.set("policy.yaml:1:1 is wrong");
    Started wrong = run("reload", "--policy");
    assertEquals(Main.BAD_INPUT, wrong.code());
    assertTrue(wrong.err().contains("policy.yaml:1:1 is wrong"), wrong.err());
    assertEquals(Main.BAD_INPUT, run("reload", "--certificates").code());
  }

  @Test
  void mistakesAreOneSentence() throws Exception {
    Path other = folder.resolve("other");
    Files.copy(fixture.secretFile, other, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(other, "f".repeat(32));
    for (Started wrong :
        List.of(
            run("disconnect"),
            run("disconnect", "--user", "a", "--tunnel", "t1"),
            run("disconnect", "--resource", "a b"),
            run("message", "--text", "to nobody"),
            run("drain", "--grace", "-1"),
            run("tunnels", "--secret-file", "nowhere"),
            run("tunnels", "--secret-file", "other"),
            Started.run(folder, "tunnels", "--admin", "ftp://x"),
            Started.run(folder, "tunnels", "--admin", "nonsense"),
            Started.run(folder, "health", "--admin", "http://127.0.0.1:" + freePort()),
            run("drain", "--grace", "x"))) {
      assertEquals(Main.BAD_INPUT, wrong.code(), wrong.out() + wrong.err());
      assertEquals(1, wrong.err().lines().count(), wrong.err());
      assertFalse(wrong.err().contains(AdminFixture.SECRET), wrong.err());
    }
    assertTrue(run("tunnels", "--secret-file", "other").err().contains("--secret-file"));
  }

  /** What answers may be something else. */
  @Test
  void anotherServerIsNoAdminListener() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var served =
          CompletableFuture.runAsync(
              () -> {
                try (var socket = server.accept()) {
                  socket.getInputStream().read(new byte[1024]);
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
                              .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      Started wrong =
          Started.run(folder, "tunnels", "--admin", "http://127.0.0.1:" + server.getLocalPort());
      assertEquals(Main.BAD_INPUT, wrong.code());
      assertTrue(wrong.err().contains("no admin listener"), wrong.err());
      served.join();
    }
  }

  /** A port where nobody listens any more. */
  private static int freePort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }
}
