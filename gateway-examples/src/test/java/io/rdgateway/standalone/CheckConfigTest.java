/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.standalone.config.ConfigFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckConfigTest {
  private static final int RDP = 3389;

  @TempDir Path place;
  private ServedFolder folder;

  @BeforeEach
  void files() throws Exception {
    folder = new ServedFolder(place);
    folder.certificate();
    folder.user("alice", "word");
    folder.policy("staff", RDP);
    folder.config(ServedFolder.USERS, ServedFolder.SIGN_IN);
  }

  private Started check() {
    return Started.run(place, "check-config", "--config", "gateway.yaml");
  }

  @Test
  void saysWhatWouldRun() {
    Started said = check();
    assertEquals(0, said.code(), said::toString);
    assertEquals("", said.err());
    assertFalse(said.out().contains("Warning"), said::out);
    List<String> lines = said.out().lines().map(line -> line.split(",|:", 2)[0]).toList();
    assertEquals(
        List.of(
            "Listens on",
            "Certificate",
            "Users",
            "Sign-in",
            "Policy",
            "The configuration is good."),
        lines);
    assertTrue(said.out().contains("Certificate: for localhost, until 2"), said::out);
    assertTrue(said.out().contains("Users: 1 in "), said::out);
    assertTrue(said.out().contains("Sign-in: ntlm, basic"), said::out);
    assertTrue(said.out().contains("Policy: 1 for connections, 1 for resources"), said::out);
  }

  @Test
  void tellsEveryFileThatCannotBeUsed() throws Exception {
    folder.config(
        ServedFolder.USERS,
        """
        sign-in:
          methods: [basic, kerberos, tokens]
          kerberos:
            keytab: "none.keytab"
            accounts: users
          tokens:
            keys-file: "token-keys"
            revocations-file: "token-revocations"
            accounts: users
        totp:
          secrets-file: "none.totp"
        radius:
          servers:
            - address: "radius.invalid"
              secret-variable: "RDGATEWAY_NO_SUCH_VARIABLE"
          use: [connection-policy]
        events:
          json-lines: "none/events.jsonl"
        """);
    Files.delete(place.resolve("key.pem"));
    folder.replace("users.yaml", "version: 2\n");
    folder.replace("policy.yaml", "version: 1\n");
    Started said = check();
    assertEquals(2, said.code());
    for (String mistake :
        List.of(
            "key.pem",
            "users.yaml:1: this version is unknown",
            "policy.yaml: there is no connection policy, so nobody could reach anything",
            "none.keytab",
            "none.totp: the secrets cannot be read",
            "the environment variable RDGATEWAY_NO_SUCH_VARIABLE is not set",
            "there is no such folder for the events")) {
      assertTrue(said.err().contains(mistake), () -> mistake + " in " + said.err());
    }
    assertEquals(7, said.err().lines().count(), said::err);
    assertTrue(Files.notExists(place.resolve("token-keys")), "a check makes nothing");
  }

  @Test
  void warnsOfWhatShouldNotStaySo() throws Exception {
    folder.certificate(Duration.ofDays(10));
    folder.replace("secret", "short\n");
    folder.config(
        ServedFolder.USERS,
        """
        sign-in:
          methods: [basic]
          channel-binding: insecure-off
          insecure-pair-across-addresses: true
        radius:
          servers:
            - address: "127.0.0.1"
              secret-file: "secret"
              insecure-allow-missing-message-authenticator: true
          use: [connection-policy]
        """);
    Files.writeString(
        place.resolve("gateway.yaml"),
        Files.readString(place.resolve("gateway.yaml")).replace("\"localhost\"", "\"gw.example\""));
    boolean posix = place.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.setPosixFilePermissions(
          place.resolve("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
      Files.setPosixFilePermissions(
          place.resolve("secret"), PosixFilePermissions.fromString("rw-------"));
    }
    Started said = check();
    assertEquals(0, said.code(), said::toString);
    for (String warning :
        List.of(
            "ends at 2",
            "no certificate names gw.example",
            "127.0.0.1:1812 is shorter than 16",
            "can be forged",
            "channel bindings are not looked at",
            "may come from two addresses")) {
      assertTrue(said.out().contains(warning), () -> warning + " in " + said.out());
    }
    assertEquals(posix, said.out().contains("may read " + place.resolve("key.pem")), said::out);
    assertFalse(said.toString().contains("short\n"), said::toString);
  }

  @Test
  void issuesTokensOfTheGatewaysFile() throws Exception {
    Started none =
        Started.run(
            place, "token", "--config", "gateway.yaml", "issue", "--user", "alice", "--host", "a");
    assertEquals(2, none.code());
    assertTrue(none.err().contains("has no tokens"), none::err);
    folder.config(
        ServedFolder.USERS,
        """
        sign-in:
          methods: [tokens]
          tokens:
            keys-file: "keys"
            revocations-file: "revocations"
            accounts: users
        """);
    Started issued =
        Started.run(
            place, "token", "--config", "gateway.yaml", "issue", "--user", "alice", "--host", "a");
    assertEquals(0, issued.code(), issued::toString);
    Started shown =
        Started.run(place, "token", "--config", "gateway.yaml", "inspect", issued.out().strip());
    assertTrue(shown.out().contains("user:     1"), shown::toString);
    assertTrue(Files.exists(place.resolve("keys")));
    assertTrue(Files.notExists(place.resolve("rdgateway-quickstart")));
  }

  @Test
  void printsTheSchema() {
    assertEquals(ConfigFile.schema(), Started.run(place, "check-config", "--schema").out());
  }

  @Test
  void explainsByTheGatewaysFile() {
    Started allowed = explain("--host", "127.0.0.1");
    assertEquals(0, allowed.code(), allowed::toString);
    assertEquals(1, explain("--host", "127.0.0.2").code());
    Started both = explain("--host", "127.0.0.1", "--policy", "policy.yaml");
    assertEquals(2, both.code());
    assertTrue(both.err().contains("either --policy or --config"), both::err);
  }

  private Started explain(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("explain", "--config", "gateway.yaml", "--user", "alice", "--group", "staff"));
    args.addAll(List.of(more));
    return Started.run(place, args.toArray(String[]::new));
  }

  @Test
  void hashesAPasswordThatIsNoArgument() throws Exception {
    StringWriter out = new StringWriter();
    CommandLine command =
        new CommandLine(new HashPassword(new PrintWriter(out, true), () -> "", () -> "a word"));
    assertEquals(0, command.execute("--name", "bob", "--group", "staff", "--id", "7", "--stdin"));
    assertFalse(out.toString().contains("nt-hash"), out::toString);
    assertFalse(out.toString().contains("a word"), out::toString);
    folder.replace("users.yaml", "version: 1\nusers:\n" + out);
    StoredUser user = UsersFile.read(place.resolve("users.yaml")).get(0);
    assertEquals("7", user.identity().id());
    assertEquals(Set.of("staff"), user.identity().groups());
    assertTrue(user.password().verify("a word"));

    StringWriter withHash = new StringWriter();
    new CommandLine(new HashPassword(new PrintWriter(withHash, true), () -> "a word", () -> ""))
        .execute("--name", "bob", "--nt-hash");
    assertTrue(withHash.toString().contains("    nt-hash: \""), withHash::toString);
    assertEquals(2, Started.run(place, "hash-password", "--name", "b", "--password", "x").code());
  }
}
