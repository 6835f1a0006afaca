/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.PortRange;
import io.rdgateway.policy.ResourceGroup;
import io.rdgateway.policy.ResourceRule;
import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.Schedule;
import io.rdgateway.policy.SignInClass;
import io.rdgateway.policy.Subjects;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Redirection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

  @TempDir private Path folder;

  private static RulePolicy parse(String text) {
    return PolicyFile.parse(text, "policy.yaml");
  }

  @Test
  void readsEveryOption() {
    RulePolicy expected =
        RulePolicy.builder()
            .connectionRule(
                ConnectionRule.builder("staff", Subjects.ofGroups("rdg-users").orUsers("alice"))
                    .disable(Redirection.DRIVE, Redirection.PRINTER)
                    .idleTimeout(Duration.ofMinutes(30))
                    .sessionTimeout(Duration.ofHours(8))
                    .signIn(SignInClass.PASSWORD, SignInClass.CERTIFICATE)
                    .schemes(AuthScheme.NTLM, AuthScheme.KERBEROS, AuthScheme.CERTIFICATE)
                    .clientNetworks("10.0.0.0/8", "2001:db8::/32", "192.0.2.7")
                    .clientNames("pc-*", "laptop")
                    .schedule(
                        Schedule.of(
                            Schedule.zone("Europe/Berlin"),
                            "Mon-Fri 08:00-18:00",
                            "Sat 22:00-04:00"))
                    .reauthenticateAtTimeout(true)
                    .build())
            .connectionRule(
                ConnectionRule.builder("guests: at night", Subjects.ofUsers("S-1-5-21-7"))
                    .enabled(false)
                    .disableAllRedirections()
                    .idleTimeout(Duration.ofSeconds(90))
                    .build())
            .resourceGroup(ResourceGroup.of("lab", "lab-1.example", "lab-*.example"))
            .resourceGroup(ResourceGroup.of("the \"office\"", "pc-${user}.example"))
            .resourceRule(
                ResourceRule.builder("desktops", Subjects.ofGroups("rdg-users"))
                    .hosts("*.vdi.example", "vdi-??", "10.1.0.0/16", "127.0.0.1", "::1")
                    .hosts("pc.example", "${attribute.pc}")
                    .resourceGroups("lab", "the \"office\"")
                    .ports(3389)
                    .portRanges(new PortRange(5000, 5010), new PortRange(6000, 6001))
                    .build())
            .resourceRule(
                ResourceRule.builder("everything", Subjects.ofUsers("alice", "bob"))
                    .anyHost()
                    .anyPort()
                    .build())
            .build();
    assertEquals(expected, parse(Samples.COMPLETE));
  }

  @ParameterizedTest
  @CsvSource({
    "drive, DRIVE",
    "printer, PRINTER",
    "port, PORT",
    "clipboard, CLIPBOARD",
    "plug-and-play, PLUG_AND_PLAY",
  })
  void knowsEveryRedirection(String word, Redirection redirection) {
    String text = "version: 1\nconnection-policies: [{name: a, users: [a], disable-redirections: [";
    assertEquals(
        RulePolicy.builder()
            .connectionRule(
                ConnectionRule.builder("a", Subjects.ofUsers("a")).disable(redirection).build())
            .build(),
        parse(text + word + "]}]"));
    assertEquals(5, Redirection.values().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "NTLM", "Kerberos", "Certificate", "PAA", "Bearer", "SSPI_NTLM"})
  void knowsEveryScheme(String word) {
    assertEquals(
        RulePolicy.builder()
            .connectionRule(
                ConnectionRule.builder("a", Subjects.ofUsers("a"))
                    .schemes(AuthScheme.of(word))
                    .build())
            .build(),
        parse("version: 1\nconnection-policies: [{name: a, users: [a], schemes: [" + word + "]}]"));
  }

  @ParameterizedTest
  @CsvSource({"disconnect, false", "reauthenticate, true"})
  void knowsEveryActionAtTheEndOfTheSessionTime(String word, boolean reauthenticates) {
    RulePolicy policy =
        parse(
            "version: 1\nconnection-policies: [{name: a, users: [a], session-timeout: 1h,"
                + " session-timeout-action: "
                + word
                + "}]");
    assertEquals(
        reauthenticates, policy.connectionRules().get(0).grant().reauthenticateAtTimeout());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 1",
        "version: 1\n",
        "\uFEFFversion: 1\r\n",
        "{version: 1}",
        "{\"version\": 1}",
        "---\nversion: 1\n...\n",
        "%YAML 1.1\n---\nversion: 1\n",
        "# nothing\n\nversion:   1   # yet\n",
      })
  void withoutRulesNothingIsAllowed(String text) {
    assertEquals(RulePolicy.builder().build(), parse(text));
  }

  @Test
  void writesAsAnAdministratorWould() {
    assertEquals(
        """
        version: 1
        connection-policies:
          - name: staff
            groups: [rdg-users]
            users: [alice]
            sign-in: [password, certificate]
            schemes: [NTLM, Kerberos, Certificate]
            client-networks: ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7/32"]
            client-names: ["pc-*", laptop]
            schedule:
              time-zone: "Europe/Berlin"
              hours: ["Mon-Fri 08:00-18:00", "Sat 22:00-04:00"]
            disable-redirections: [drive, printer]
            idle-timeout: 30m
            session-timeout: 8h
            session-timeout-action: reauthenticate
          - name: "guests: at night"
            enabled: false
            users: [S-1-5-21-7]
            disable-redirections: all
            idle-timeout: 90s
        resource-groups:
          - name: lab
            hosts: [lab-1.example, "lab-*.example"]
          - name: "the \\"office\\""
            hosts: ["pc-${user}.example"]
        resource-policies:
          - name: desktops
            groups: [rdg-users]
            hosts: ["*.vdi.example", "vdi-??", "10.1.0.0/16", "127.0.0.1", "::1", pc.example, "${attribute.pc}"]
            resource-groups: [lab, "the \\"office\\""]
            ports: [3389, 5000-5010, 6000-6001]
          - name: everything
            users: [alice, bob]
            hosts: any
            ports: any
        """,
        PolicyFile.write(parse(Samples.COMPLETE)));
    assertEquals("version: 1\n", PolicyFile.write(RulePolicy.builder().build()));
  }

  @Test
  void loadsAFile() throws IOException {
    Path file = folder.resolve("policy.yaml");
    Files.writeString(file, Samples.COMPLETE);
    assertEquals(parse(Samples.COMPLETE), PolicyFile.load(file));
    assertNotEquals(RulePolicy.builder().build(), PolicyFile.load(file));
  }

  @Test
  void saysWhyAFileCannotBeLoaded() throws IOException {
    Path file = folder.resolve("policy.yaml");
    assertEquals(
        file + ": there is no such policy file; create it or correct the path", loading(file));
    assertEquals(
        folder
            + ": the policy file cannot be read; it has to be a file that the gateway's account"
            + " may read",
        loading(folder));
    Files.write(file, "version: 1\n#\u00FC \u00E4".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(file + ":2:2: this is not UTF-8; save the file in that encoding", loading(file));
    Files.write(file, new byte[] {'a', (byte) 0xC3});
    assertEquals(file + ":1:2: this is not UTF-8; save the file in that encoding", loading(file));
    Files.writeString(file, "version: 2\n");
    assertEquals(
        file + ":1:10: this version of policy files is unknown; write \"version: 1\"",
        loading(file));
  }

  @Test
  void doesNotWriteASchemeThatItDoesNotKnow() {
    RulePolicy custom =
        RulePolicy.builder()
            .connectionRule(
                ConnectionRule.builder("a", Subjects.ofUsers("a"))
                    .schemes(AuthScheme.of("Custom"))
                    .build())
            .build();
    assertThrows(ConfigurationException.class, () -> PolicyFile.write(custom));
  }

  private static String loading(Path file) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> PolicyFile.load(file)).getMessage());
  }

  @Test
  void aFileHasAtMostOneMebibyte() throws IOException {
    String start = "version: 1\n";
    String fits = start + "#".repeat(PolicyFile.MAX_SIZE - start.length());
    Path file = folder.resolve("policy.yaml");
    Files.writeString(file, fits);
    assertEquals(RulePolicy.builder().build(), PolicyFile.load(file));
    assertEquals(RulePolicy.builder().build(), parse(fits));
    Files.writeString(file, fits + "#");
    String message =
        ":1:1: a policy file has at most 1 MiB; name groups instead of users and ranges instead of"
            + " hosts";
    assertEquals(file + message, loading(file));
    assertEquals(
        "policy.yaml" + message,
        assertThrows(ConfigurationException.class, () -> parse(fits + "#")).getMessage());
  }

  @Test
  void doesNotWriteWhatItCouldNotReadAgain() {
    String[] users = new String[1100];
    for (int i = 0; i < users.length; i++) {
      users[i] = "x".repeat(1000) + i;
    }
    RulePolicy large =
        RulePolicy.builder()
            .connectionRule(ConnectionRule.builder("a", Subjects.ofUsers(users)).build())
            .build();
    assertThrows(ConfigurationException.class, () -> PolicyFile.write(large));
  }
}
