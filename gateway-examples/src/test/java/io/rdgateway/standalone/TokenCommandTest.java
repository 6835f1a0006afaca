/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.auth.token.TokenRevocation;
import io.rdgateway.rdpfile.RdpFile;
import io.rdgateway.rdpfile.RdpProperty;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  @TempDir Path place;
  private Path folder = Path.of("");
  private List<StoredUser> users = List.of();

  @BeforeEach
  void makeUser() throws Exception {
    folder = place.resolve("rdgateway-quickstart");
    Files.createDirectory(folder);
    users =
        List.of(
            StoredUser.of("id-1", "alice", PasswordHash.create("x")).withGroups(Set.of("staff")));
    UsersFile.write(folder.resolve("users.yaml"), users);
  }

  private Started run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(place, new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Started(code, out.toString(), err.toString());
  }

  private String issued() {
    Started issued = run("token", "issue", "--user", "Alice", "--host", "pc.example:3390");
    assertEquals(0, issued.code(), issued.err());
    return issued.out().strip();
  }

  @Test
  void issuesWhatItShows() {
    String token = issued();
    assertTrue(token.length() <= 380);
    Started shown = run("token", "inspect", token);
    assertEquals(0, shown.code(), shown.err());
    assertTrue(shown.out().contains("user:     id-1"), shown.out());
    assertTrue(shown.out().contains("opens:    pc.example:3390"), shown.out());
    assertTrue(shown.out().contains("It is not revoked."), shown.out());
    Started changed = run("token", "inspect", token.substring(0, token.length() - 2) + "xx");
    assertEquals(1, changed.code());
  }

  @Test
  void revokesForTheGatewayToHear() {
    var tokens = new QuickStartTokens(folder, users, line -> {});
    assertFalse(tokens.readRevocations());
    String token = issued();
    String id = run("token", "inspect", token).out().split("\\s+", -1)[1];
    assertEquals(0, run("token", "revoke", "--id", id).code());
    assertTrue(run("token", "inspect", token).out().contains("It is revoked."));
    assertTrue(tokens.readRevocations());
    assertFalse(tokens.readRevocations());

    String other = issued();
    assertTrue(run("token", "inspect", other).out().contains("It is not revoked."));
    assertEquals(0, run("token", "revoke", "--user", "alice").code());
    assertTrue(run("token", "inspect", other).out().contains("It is revoked."));
    assertEquals(0, run("token", "revoke", "--key", "k1").code());
    assertEquals(3, new TokenFolder(folder).revocations().size());
  }

  @Test
  void saysWhenOthersMayReadTheKeys() throws Exception {
    List<String> said = new ArrayList<>();
    new QuickStartTokens(folder, users, said::add);
    assertEquals(List.of(), said);
    Path keys = folder.resolve("token-keys");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r-----"));
    new QuickStartTokens(folder, users, said::add);
    assertTrue(said.get(0).contains("chmod 600 " + keys), said::toString);
  }

  /** What one of two commands at the same time wrote must not go with the other's. */
  @Test
  void losesNoRevocation() throws Exception {
    Path file = folder.resolve("token-revocations");
    Files.writeString(file, "# by hand\n2026-01-01T00:00:00Z user without the end of its line");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> commands = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String id = "id-" + i;
        commands.add(() -> run("token", "revoke", "--id", id).code());
      }
      for (Future<Integer> code : threads.invokeAll(commands)) {
        assertEquals(0, code.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(101, new TokenFolder(folder).revocations().size());
    assertTrue(Files.readString(file).startsWith("# by hand\n"));
  }

  @Test
  void aFullFileOfRevocationsStaysReadable() throws Exception {
    Path file = folder.resolve("token-revocations");
    Files.writeString(
        file, "2026-01-01T00:00:00Z user someone\n" + ("#" + "x".repeat(15) + "\n").repeat(61_000));
    List<TokenRevocation> before = new TokenFolder(folder).revocations();
    Started refused = new Started(0, "", "");
    for (int i = 0; i < 300 && refused.code() == 0; i++) {
      refused = run("token", "revoke", "--user", "u".repeat(250));
    }
    assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
    assertTrue(new TokenFolder(folder).revocations().containsAll(before));
  }

  @Test
  void writesAFileToClickOn() throws Exception {
    Path file = place.resolve("a.rdp");
    Started written =
        run(
            "token",
            "issue",
            "--user",
            "alice",
            "--host",
            "pc.example",
            "--rdp",
            file.toString(),
            "--gateway",
            "gw.example");
    assertEquals(0, written.code(), written.err());
    RdpFile rdp = RdpFile.parse(Files.readAllBytes(file));
    assertEquals("gw.example", rdp.text(RdpProperty.GATEWAY_HOST_NAME).orElseThrow());
    assertEquals("pc.example:3389", rdp.text(RdpProperty.FULL_ADDRESS).orElseThrow());
    String token = rdp.text(RdpProperty.GATEWAY_ACCESS_TOKEN).orElseThrow();
    assertEquals(0, run("token", "inspect", token).code());
    assertFalse(written.out().contains(token), "the secret is in the file alone");
  }

  @Test
  void mistakesAreOneSentence() throws Exception {
    for (String[] args :
        List.of(
            new String[] {"token"},
            new String[] {"token", "issue", "--user", "eve", "--host", "pc"},
            new String[] {"token", "issue", "--user", "alice", "--host", "*"},
            new String[] {"token", "issue", "--user", "alice", "--host", "pc", "--minutes", "0"},
            new String[] {"token", "issue", "--user", "alice", "--host", "pc", "--rdp", "x"},
            new String[] {"token", "revoke"},
            new String[] {"token", "revoke", "--id", "a", "--key", "b"},
            new String[] {"token", "revoke", "--id", "a\nb"})) {
      Started refused = run(args);
      assertEquals(Main.BAD_INPUT, refused.code(), String.join(" ", args));
      assertEquals(1, refused.err().lines().count(), refused.err());
    }
    Files.writeString(folder.resolve("token-keys"), "k1 !!!\n");
    Started broken = run("token", "issue", "--user", "alice", "--host", "pc");
    assertEquals(Main.BAD_INPUT, broken.code());
    assertFalse(broken.err().contains("!!!"), broken.err());
  }
}
