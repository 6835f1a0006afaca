/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the command prints and returns; what it says of rules is tested where it is decided. */
class ExplainCommandTest {
  private static final String POLICY =
      """
      version: 1
      connection-policies:
        - name: night
          groups: [staff]
          schedule:
            time-zone: UTC
            hours: ["Mon-Sun 22:00-24:00"]
        - name: cards
          groups: [staff]
          sign-in: [certificate]
        - name: inside
          groups: [staff]
          client-networks: [10.0.0.0/8]
          client-names: ["pc-*"]
      resource-policies:
        - name: desktops
          groups: [staff]
          hosts: ["*.vdi.example"]
        - name: range
          groups: [staff]
          hosts: [10.1.0.0/16]
          ports: [3389, 5000]
        - name: own
          groups: [staff]
          hosts: ["${attribute.workstation}"]
        - name: me
          groups: [staff]
          hosts: [127.0.0.1]
      """;

  /** A Monday. */
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path folder;
  private final List<String> lookedUp = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
  }

  private Started explain(String... options) {
    List<String> args = new ArrayList<>(List.of("--policy", "policy.yaml", "--group", "staff"));
    args.addAll(List.of(options));
    usually(args, "--user", "alice");
    usually(args, "--client", "10.9.9.9");
    usually(args, "--client-name", "pc-1");
    StringWriter out = new StringWriter();
    Explain command =
        new Explain(folder, new PrintWriter(out, true), this::lookUp, InstantSource.fixed(NOON));
    int code = new CommandLine(command).execute(args.toArray(String[]::new));
    return new Started(code, out.toString(), "");
  }

  private static void usually(List<String> args, String option, String value) {
    if (!args.contains(option)) {
      args.addAll(List.of(option, value));
    }
  }

  private InetAddress[] lookUp(String name) throws UnknownHostException {
    lookedUp.add(name);
    byte[] inRange = {10, 1, 2, 3};
    byte[] elsewhere = {(byte) 192, 0, 2, 5};
    byte[] loopback = {127, 0, 0, 2};
    return switch (name) {
      case "one.example", "one.vdi.example" -> addresses(inRange);
      case "two.example" -> addresses(elsewhere, inRange);
      case "far.example" -> addresses(elsewhere);
      case "self.vdi.example" -> addresses(loopback);
      default -> throw new UnknownHostException(name);
    };
  }

  private static InetAddress[] addresses(byte[]... each) throws UnknownHostException {
    InetAddress[] all = new InetAddress[each.length];
    for (int i = 0; i < each.length; i++) {
      all[i] = InetAddress.getByAddress(each[i]);
    }
    return all;
  }

  @Test
  void saysWhatDecidedAndWhatWasPassedOver() {
    Started said = explain("--host", "PC.vdi.example", "--address", "10.1.2.3", "--port", "5000");

    assertEquals(0, said.code(), said.out());
    assertEquals(
        List.of(
            "The tunnel of \"alice\" is allowed by \"inside\".",
            "Connection policy \"night\" is closed at this hour (Mon 12:00 in UTC).",
            "Connection policy \"cards\" does not accept a sign-in by password.",
            "The way to \"pc.vdi.example\" port 5000 is allowed by \"range\".",
            "Resource policy \"desktops\" does not open port 5000.",
            "Resource policy \"own\" does not cover the host.",
            "Resource policy \"me\" does not cover the host."),
        said.out().lines().toList());
    assertEquals(List.of(), lookedUp);
  }

  @ParameterizedTest
  @CsvSource({
    // Each option changes the answer.
    "0, --host 10.1.2.3",
    "0, --host [10.1.2.3]",
    "0, --host a.vdi.example. --address 192.0.2.5",
    "1, --host 10.1.2.3 --port 22",
    "1, --host 10.2.2.3",
    "1, --host 10.1.2.3 --client 192.0.2.1",
    "1, --host 10.1.2.3 --client-name laptop",
    "0, --host 10.1.2.3 --client 192.0.2.1 --scheme Certificate",
    "0, --host 10.1.2.3 --client 192.0.2.1 --time 2026-06-01T23:00:00Z",
    "0, --host 10.1.2.3 --client 192.0.2.1 --time 2026-06-02T01:00:00+02:00",
    "1, --host w7 --address 192.0.2.5",
    "0, --host w7 --address 192.0.2.5 --attribute workstation=w6 --attribute workstation=w7",
    "0, --host 127.0.0.1",
  })
  void returnsWhetherItIsAllowed(int code, String options) {
    Started said = explain(options.split(" ", -1));

    assertEquals(code, said.code(), said.out());
    assertEquals(List.of(), lookedUp);
  }

  @Test
  void groupsCount() {
    Started stranger =
        Started.run(
            folder, "explain", "--policy", "policy.yaml", "--user", "x", "--host", "10.1.2.3");

    assertEquals(1, stranger.code(), stranger.err());
    assertTrue(
        stranger
            .out()
            .contains("Resource policy \"range\" names neither the user nor a group of the user."),
        stranger.out());
  }

  @Test
  void resolvesAName() {
    Started one = explain("--host", "one.example");
    assertEquals(0, one.code(), one.out());
    assertTrue(
        one.out().startsWith("one.example resolves to 10.1.2.3 on this machine."), one.out());

    // The gateway connects to the first address that is allowed.
    Started two = explain("--host", "two.example");
    assertEquals(0, two.code(), two.out());
    assertTrue(two.out().contains("10.1.2.3 on this machine, and to 1 more."), two.out());

    assertEquals(1, explain("--host", "far.example").code());
    assertEquals(List.of("one.example", "two.example", "far.example"), lookedUp);
  }

  @Test
  void saysThatANameDoesNotResolve() {
    Started said = explain("--host", "gone.vdi.example");

    assertEquals(0, said.code(), said.out());
    assertTrue(said.out().startsWith("gone.vdi.example cannot be resolved on this machine;"));
    assertTrue(said.out().contains("refuses a host that does not resolve"), said.out());
    assertEquals(1, explain("--host", "gone.example").code());
  }

  @Test
  void aNameForALoopbackAddressIsRefusedWhateverThePolicySays() {
    Started said = explain("--host", "self.vdi.example");

    assertEquals(1, said.code(), said.out());
    assertTrue(said.out().contains("allowed by \"desktops\""), said.out());
    assertTrue(said.out().contains("refuses it all the same"), said.out());
    assertFalse(explain("--host", "127.0.0.1").out().contains("all the same"));
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    Started said = explain("--host", "10.1.2.3", "--user", "a\u001b[31mb");

    assertFalse(said.out().contains("\u001b"), said.out());
  }

  @ParameterizedTest
  @CsvSource({
    "--host, 10.1.0.0/16",
    "--host, *.vdi.example",
    "--host, ${user}",
    "--host, 10.1",
    "--host, a b",
    "--host, ''",
    "--address, pc.example",
    "--address, 10.1",
    "--client, localhost",
    "--port, 0",
    "--port, 65536",
    "--port, x",
    "--scheme, NLTM",
    "--scheme, Negotiate",
    "--scheme, a b",
    "--time, noon",
    "--time, 2026-06-01T12:00:00",
    "--attribute, workstation",
    "--attribute, =w7",
    "--user, ''",
    "--policy, other.yaml",
    "--colour, red",
  })
  void aWrongOptionIsOneSentence(String option, String value) {
    List<String> args = new ArrayList<>(List.of("explain", option, value));
    usually(args, "--policy", "policy.yaml");
    usually(args, "--user", "alice");
    usually(args, "--host", "10.1.2.3");

    assertBadInput(
        Started.run(folder, args.toArray(String[]::new)),
        option.equals("--policy") ? "other.yaml: there is no such policy file" : option);
  }

  @Test
  void aMissingOptionIsOneSentence() {
    assertBadInput(Started.run(folder, "explain", "--user", "a", "--host", "b"), "--policy");
  }

  @Test
  void aWrongPolicyFileIsOneSentence() throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), "version: 1\nconection-policies: []\n");

    assertBadInput(
        Started.run(
            folder, "explain", "--policy", "policy.yaml", "--user", "a", "--host", "10.1.2.3"),
        "policy.yaml:2:1");
  }

  private static void assertBadInput(Started started, String sentence) {
    assertEquals(Main.BAD_INPUT, started.code(), started.err() + started.out());
    assertTrue(started.err().contains(sentence), started.err());
    assertEquals(1, started.err().lines().count(), started.err());
    assertEquals("", started.out());
  }

  @Test
  void knowsTheOtherNamesOfTheHosts() throws IOException {
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        version: 1
        connection-policies: [{name: cap, groups: [staff]}]
        resource-policies: [{name: pc, groups: [staff], hosts: [one.example]}]
        """);
    assertEquals(0, explain("--host", "10.1.2.3").code());
    assertEquals(1, explain("--host", "10.1.2.4").code());
  }
}
