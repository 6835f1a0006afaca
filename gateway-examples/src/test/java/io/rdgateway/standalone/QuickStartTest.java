/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.store.StoredUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartTest {
  @TempDir Path place;

  private Path file(String name) {
    return place.resolve("rdgateway-quickstart").resolve(name);
  }

  private StoredUser onlyUser() {
    return UsersFile.read(file("users.yaml")).get(0);
  }

  @Test
  void theFirstStartMakesEverythingAndRelaysOverBothTransports() throws Exception {
    Started first = Started.once(place);

    assertEquals(0, first.code(), first.out() + first.err());
    assertTrue(first.out().contains("WebSocket: relay 64 KiB and compare them: ok"), first.out());
    assertTrue(
        first.out().contains("two HTTP channels: relay 64 KiB and compare them: ok"), first.out());
    assertTrue(first.out().contains("Self-check passed."), first.out());
    assertTrue(onlyUser().password().verify(first.password()));
    assertEquals(NtHash.ofPassword(first.password()), onlyUser().ntHash());
    assertTrue(first.password().length() >= 16);
    for (String name : new String[] {"users.yaml", "policy.yaml", "key.pem", "certificate.pem"}) {
      String content = Files.readString(file(name));
      assertFalse(content.contains(first.password()), name);
      assertFalse(content.contains("self-check"), name);
    }
  }

  @Test
  void onlyTheOwnerMayReadTheFolder() throws Exception {
    Started.once(place);

    Map<String, String> permissions = new TreeMap<>();
    try (Stream<Path> files = Files.list(file(""))) {
      for (Path path : files.toList()) {
        permissions.put(path.getFileName().toString(), permissions(path));
      }
    }
    assertEquals("rwx------", permissions(file("")));
    assertEquals(
        Map.of(
            "certificate.pem", "rw-r--r--",
            "key.pem", "rw-------",
            "policy.yaml", "rw-------",
            "quickstart.rdp", "rw-------",
            "token-keys", "rw-------",
            "users.yaml", "rw-------"),
        permissions);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void theSecondStartKeepsEverythingAndShowsNoPassword() throws Exception {
    Started first = Started.once(place);
    Map<String, String> before = contents();

    Started second = Started.once(place);

    assertEquals(0, second.code(), second.out() + second.err());
    assertEquals(before, contents());
    assertFalse(second.out().contains(first.password()));
    assertFalse(second.out().contains("Password:"));
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : new String[] {"users.yaml", "policy.yaml", "key.pem", "certificate.pem"}) {
      contents.put(name, Files.readString(file(name)));
    }
    return contents;
  }

  @Test
  void userAndPasswordSetTheUserAnew() throws Exception {
    Started first = Started.once(place);
    Started second = Started.once(place, "--user", "alice", "--password", "correct horse");

    assertEquals(0, second.code(), second.out() + second.err());
    assertFalse(second.out().contains("correct horse"), second.out());
    assertEquals(1, UsersFile.read(file("users.yaml")).size());
    assertEquals("alice", onlyUser().identity().name());
    assertTrue(onlyUser().password().verify("correct horse"));
    assertFalse(onlyUser().password().verify(first.password()));
    assertEquals(NtHash.ofPassword("correct horse"), onlyUser().ntHash());
    String id = onlyUser().identity().id();

    Started.once(place, "--user", "Alice", "--password", "battery staple");
    assertEquals(id, onlyUser().identity().id());
    assertTrue(onlyUser().password().verify("battery staple"));
  }

  @Test
  void anRdpHostIsAskedForAnAnswer() throws Exception {
    try (RdpHost host = new RdpHost(RdpHost.CONFIRM)) {
      Started first = Started.once(place, "--target", "localhost:" + host.port());

      assertEquals(0, first.code(), first.out() + first.err());
      assertFalse(first.out().contains("64 KiB"), first.out());
      assertTrue(
          first.out().contains("WebSocket: send an RDP connection request and read its answer: ok"),
          first.out());
      assertTrue(
          Files.readString(file("policy.yaml")).contains("ports: [" + host.port() + "]"),
          "the policy opens exactly the target");

      Started second = Started.once(place);
      assertEquals(0, second.code(), second.out() + second.err());
      assertTrue(second.out().contains("64 KiB and compare them: ok"), second.out());
      assertTrue(second.out().contains("RDP connection request and read its answer: ok"));
    }
  }

  @Test
  void aHostThatSpeaksSomethingElseFailsTheCheck() throws Exception {
    try (RdpHost host = new RdpHost("5353482D322E30")) {
      Started started = Started.once(place, "--target", "127.0.0.1:" + host.port());

      assertEquals(1, started.code());
      assertTrue(started.out().contains("not in RDP"), started.out());
      assertTrue(started.out().contains("Self-check FAILED."), started.out());
    }
  }

  @Test
  void aTargetThatIsDownFailsTheCheck() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Started started = Started.once(place, "--target", "127.0.0.1:" + port);

    assertEquals(1, started.code());
    assertTrue(started.out().contains("the host does not answer: is it on"), started.out());
  }

  @Test
  void textsToAgreeToGroupsAndLimitsStayAndDoNotFailTheCheck() throws Exception {
    Started.once(place);
    Path policy = file("policy.yaml");
    Files.writeString(
        policy,
        Files.readString(policy)
            + """
            consent-messages: [{name: all, text: Monitored}]
            limits: {tunnels: 1}
            resource-groups: [{name: lab, hosts: [lab.example]}]
            """);

    Started second = Started.once(place, "--target", "127.0.0.1:1");

    String changed = Files.readString(policy);
    assertTrue(changed.contains("text: Monitored"), changed);
    assertTrue(changed.contains("tunnels: 1"), changed);
    assertTrue(changed.contains("name: lab"), changed);
    assertTrue(second.out().contains("does not answer"), second.out());
  }

  @Test
  void anotherTargetReplacesTheOldOneAndKeepsOtherRules() throws Exception {
    Started.once(place, "--target", "127.0.0.1:1");
    Path policy = file("policy.yaml");
    Files.writeString(
        policy,
        Files.readString(policy)
            + "  - name: other\n    users: [bob]\n    hosts: [other.example]\n");

    Started second = Started.once(place, "--target", "127.0.0.1:2");

    assertTrue(second.out().contains("Wrote a policy that opens 127.0.0.1:2"), second.out());
    String changed = Files.readString(policy);
    assertTrue(changed.contains("ports: [2]"), changed);
    assertFalse(changed.contains("ports: [1]"), changed);
    assertTrue(changed.contains("other.example"), changed);
  }

  @Test
  void anotherNameMakesAnotherCertificateOnce() throws Exception {
    Started.once(place);
    String before = Files.readString(file("certificate.pem"));

    Started named = Started.once(place, "--name", "gw.example");
    assertTrue(named.out().contains("does not name gw.example"), named.out());
    assertEquals(0, named.code(), named.out());
    String after = Files.readString(file("certificate.pem"));
    assertNotEquals(before, after);

    Started later = Started.once(place);
    assertTrue(later.out().contains("/g:gw.example:"), later.out());
    assertEquals(after, Files.readString(file("certificate.pem")));
  }

  @Test
  void theInstructionsNameTheBugOfFreeRdpAndWriteTheRdpFile() throws Exception {
    Started started = Started.once(place, "--target", "127.0.0.1:1");

    assertTrue(started.out().contains("xfreerdp /v:127.0.0.1:1 /g:localhost:"), started.out());
    assertTrue(
        started.out().contains("xfreerdp3 /v:127.0.0.1:1 /gateway:g:localhost:"), started.out());
    assertTrue(started.out().contains("--listen 127.0.0.2:443"), started.out());
    assertTrue(started.out().contains("certutil -user -addstore Root"), started.out());
    String rdp = Files.readString(file("quickstart.rdp"), StandardCharsets.UTF_16LE);
    assertTrue(
        rdp.startsWith("\uFEFFfull address:s:127.0.0.1:1\r\ngatewayhostname:s:localhost:"), rdp);
  }

  @Test
  void aTakenPortIsOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Started started = Started.once(place, "--listen", "127.0.0.1:" + taken.getLocalPort());
      assertBadInput(started, "Cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void badOptionsAreOneSentenceAndLeaveNothingBehind() {
    assertBadInput(Started.once(place, "--listen", "8443"), "--listen does not understand");
    assertBadInput(Started.once(place, "--target", "*.example"), "--target does not understand");
    assertBadInput(Started.once(place, "--password", "x"), "--password needs --user");
    assertBadInput(Started.once(place, "--user", "x"), "--user needs --password");
    assertBadInput(Started.once(place, "--user", "a,b", "--password", "x"), "--user takes");
    assertBadInput(Started.once(place, "--user", "a", "--password", ""), "--password must not be");
    assertBadInput(Started.once(place, "--unknown"), "Unknown option: '--unknown'");
    assertFalse(Files.exists(file("")));
    assertBadInput(Started.once(place, "--name", "no name"), "\"no name\" is neither");
  }

  @Test
  void brokenFilesAreOneSentence() throws Exception {
    Started.once(place);
    String key = Files.readString(file("key.pem"));
    Path users = file("users.yaml");
    String good = Files.readString(users);

    Files.writeString(users, good + "    colour: red\n");
    assertBadInput(Started.once(place), "users.yaml:10: unknown key \"colour\"");
    Files.writeString(users, good);

    Path other = place.resolve("other");
    Files.createDirectory(other);
    Started.once(other);
    Files.copy(
        other.resolve("rdgateway-quickstart/key.pem"),
        file("key.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertBadInput(Started.once(place), "does not belong to");
    Files.delete(file("key.pem"));
    assertBadInput(Started.once(place), "does not exist");
    Files.writeString(file("key.pem"), key);
    Files.setPosixFilePermissions(file("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));

    Started again = Started.once(place);
    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().contains("chmod 600 " + file("key.pem")), again.out());

    Files.writeString(file("policy.yaml"), "version: 2\n");
    assertBadInput(Started.once(place), "policy.yaml:1:");
  }

  private static void assertBadInput(Started started, String sentence) {
    assertEquals(Main.BAD_INPUT, started.code(), started.err());
    assertTrue(started.err().contains(sentence), started.err());
    assertEquals(1, started.err().lines().count(), started.err());
  }

  @Test
  void helpListsEverything() {
    Started help = Started.run(place, "quickstart", "--help");

    assertEquals(0, help.code());
    for (String option :
        new String[] {"--listen", "--name", "--target", "--user", "--password", "--once"}) {
      assertTrue(help.out().contains(option), help.out());
    }
    assertTrue(Started.run(place).out().contains("quickstart"));
  }
}
