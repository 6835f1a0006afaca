/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.policy.strict.Spelling;
import io.rdgateway.spi.ConfigurationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the administrator is told. */
class PolicyFileMistakesTest {

  private static final String CAP =
      """
      version: 1
      connection-policies:
        - name: a
          users: [x]
      """;

  private static final String RAP =
      """
      version: 1
      resource-policies:
        - name: a
          users: [x]
      """;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // Keys.
        Arguments.of(
            "version: 1\nresource-polices: []\n",
            "2:1: unknown key \"resource-polices\"; did you mean \"resource-policies\"?"),
        Arguments.of(
            CAP + "    grups: [y]\n", "5:5: unknown key \"grups\"; did you mean \"groups\"?"),
        Arguments.of(
            CAP + "    idle_timeout: 1h\n",
            "5:5: unknown key \"idle_timeout\"; did you mean \"idle-timeout\"?"),
        Arguments.of(
            CAP + "    hosts: [y]\n",
            "5:5: unknown key \"hosts\"; write one of name, enabled, groups, users,"
                + " sign-in, schemes, client-networks, client-names, schedule,"
                + " only-hosts-that-enforce-redirection, disable-redirections, idle-timeout,"
                + " session-timeout, session-timeout-action"),
        Arguments.of(RAP + "    host: [y]\n", "5:5: unknown key \"host\"; did you mean \"hosts\"?"),
        Arguments.of(
            RAP + "    <<: {hosts: any}\n",
            "5:5: unknown key \"<<\"; write one of name, enabled, groups, users, hosts,"
                + " resource-groups, ports"),
        Arguments.of(
            RAP + "    " + "k".repeat(100) + ": 1\n",
            "5:5: unknown key \""
                + "k".repeat(60)
                + "...\"; write one of name, enabled, groups, users, hosts,"
                + " resource-groups, ports"),
        Arguments.of(
            RAP + "    \"a\\u202eb\\nc\": 1\n",
            "5:5: unknown key \"a\uFFFDb\uFFFDc\"; write one of name, enabled, groups, users,"
                + " hosts, resource-groups, ports"),
        Arguments.of(
            CAP + "    users: [y]\n",
            "5:5: the key \"users\" is here a second time, after line 4; remove one of them"),
        Arguments.of(
            "version: 1\nversion: 1\n",
            "2:1: the key \"version\" is here a second time, after line 1; remove one of them"),
        Arguments.of(
            "resource-policies: []\n",
            "1:1: the key \"version\" is missing; begin the file with \"version: 1\""),
        Arguments.of(
            "version: 1\nconnection-policies:\n  - users: [x]\n",
            "3:5: the key \"name\" is missing; give each policy a name of its own"),
        Arguments.of(
            RAP, "3:5: the key \"hosts\" is missing; list the hosts, or write \"hosts: any\""),
        // Versions.
        Arguments.of(
            "version: 2", "1:10: this version of policy files is unknown; write \"version: 1\""),
        Arguments.of(
            "version: \"1\"",
            "1:10: this version of policy files is unknown; write \"version: 1\""),
        Arguments.of(
            "version: [1]", "1:10: this version of policy files is unknown; write \"version: 1\""),
        // Types.
        Arguments.of("", "1:1: the file is empty; begin it with \"version: 1\""),
        Arguments.of("# none\n", "1:1: the file is empty; begin it with \"version: 1\""),
        Arguments.of(
            "- a\n",
            "1:1: a policy file has keys and values, but this is a list; write \"version:\" and so"
                + " on"),
        Arguments.of(
            "version: 1\nresource-policies:\n",
            "2:19: \"resource-policies\" is a list, not nothing; write its items as in [a, b]"),
        Arguments.of(
            "version: 1\nresource-policies: []\n",
            "2:20: the list \"resource-policies\" is empty; fill it or remove the key"),
        Arguments.of(
            "version: 1\nresource-policies: [pc]\n",
            "2:21: a resource policy has keys and values, but this is a text; write \"name:\" and"
                + " so on"),
        Arguments.of(
            "version: 1\nconnection-policies:\n  a: {users: [x]}\n",
            "3:3: \"connection-policies\" is a list, not a mapping; write its items as in [a, b]"),
        Arguments.of(
            CAP + "    groups: staff\n",
            "5:13: \"groups\" is a list, not a text; write its items as in [a, b]"),
        Arguments.of(
            CAP + "    groups: [y, 7]\n",
            "5:17: a text belongs here, not a number; put it in double quotes"),
        Arguments.of(
            CAP + "    groups: [no]\n",
            "5:14: a text belongs here, not true or false; put it in double quotes"),
        Arguments.of(
            CAP + "    groups: [~]\n",
            "5:14: a text belongs here, not nothing; put it in double quotes"),
        Arguments.of(
            CAP + "    groups: [[y]]\n",
            "5:14: a text belongs here, not a list; write a single value"),
        Arguments.of(
            CAP + "    groups: [y: z]\n",
            "5:14: a text belongs here, not a mapping; write a single value"),
        Arguments.of(
            CAP + "    enabled: yes\n",
            "5:14: \"enabled\" is true or false; write one of them, unquoted"),
        Arguments.of(
            CAP + "    enabled: \"true\"\n",
            "5:14: \"enabled\" is true or false; write one of them, unquoted"),
        // Names.
        Arguments.of(
            "version: 1\nconnection-policies:\n  - name: a\n",
            "3:5: a rule needs at least one user or group"),
        Arguments.of(
            CAP + "    groups: []\n",
            "5:13: the list \"groups\" is empty; fill it or remove the key"),
        Arguments.of(
            CAP + "    groups: [y, Y]\n",
            "3:5: the group \"Y\" is named twice; remove one of them"),
        Arguments.of(
            CAP + "    groups: [\" y\"]\n",
            "3:5: the name of a group must not begin or end with a space"),
        Arguments.of(
            CAP + "  - name: A\n    users: [y]\n",
            "5:5: the name \"A\" is taken already; give each its own"),
        Arguments.of(
            "version: 1\nconnection-policies:\n  - name: \"\"\n    users: [x]\n",
            "3:11: the name of a rule must not be empty"),
        // Conditions.
        Arguments.of(
            CAP + "    sign-in: [pasword]\n",
            "5:15: unknown class of sign-in \"pasword\"; did you mean \"password\"?"),
        Arguments.of(
            CAP + "    sign-in: [token, token]\n",
            "3:5: the class of sign-in \"token\" is named twice; remove one of them"),
        Arguments.of(
            CAP + "    schemes: [Kerberus]\n",
            "5:15: unknown scheme \"Kerberus\"; did you mean \"Kerberos\"?"),
        Arguments.of(
            CAP + "    schemes: [Digest]\n",
            "5:15: unknown scheme \"Digest\"; write one of Basic, NTLM, Kerberos, Certificate,"
                + " PAA, Bearer, SSPI_NTLM"),
        Arguments.of(
            CAP + "    schemes: [NTLM, Negotiate]\n",
            "5:21: nobody is signed in by \"Negotiate\" itself; write Kerberos or NTLM, or both,"
                + " which are what it negotiates"),
        Arguments.of(
            CAP + "    client-networks: [office]\n",
            "5:23: \"office\" is no range of addresses; write one as in 10.1.0.0/16 or"
                + " 2001:db8::/32"),
        Arguments.of(
            CAP + "    client-networks: [10.1.2.3/16]\n",
            "5:23: a range begins with its lowest address; write 10.1.0.0/16"),
        Arguments.of(
            CAP + "    client-names: [\"pc**\"]\n",
            "5:20: ** is no wildcard, since none crosses a dot; write * as in pc-* or"
                + " *.corp.example"),
        Arguments.of(
            CAP + "    schedule: {hours: [Mon 08:00-18:00]}\n",
            "5:15: the key \"time-zone\" is missing; name the zone of the hours, for example"
                + " Europe/Berlin"),
        Arguments.of(
            CAP + "    schedule: {time-zone: UTC}\n",
            "5:15: the key \"hours\" is missing; list windows such as \"Mon-Fri 08:00-18:00\""),
        Arguments.of(
            CAP + "    schedule: {time-zone: UTC, hours: [Mon 08:00-18:00, mon 08:00-18:00]}\n",
            "5:15: the window \"Mon 08:00-18:00\" is named twice; remove one of them"),
        Arguments.of(
            CAP + "    schedule: {time-zone: UTC, hours: [weekdays]}\n",
            "5:40: \"weekdays\" is no window; write days and hours as in \"Mon-Fri 08:00-18:00\""
                + " or \"Sat 22:00-04:00\""),
        Arguments.of(
            CAP + "    schedule: {zone: UTC}\n",
            "5:16: unknown key \"zone\"; write one of time-zone, hours"),
        Arguments.of(
            CAP + "    schedule: {time-zone: Europe/Berln, hours: [Mon 08:00-18:00]}\n",
            "5:27: there is no time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?"),
        Arguments.of(
            CAP + "    schedule: {time-zone: the one of the office, hours: [Mon 08:00-18:00]}\n",
            "5:27: there is no time zone \"the one of the office\"; write one as in"
                + " Europe/Berlin"),
        Arguments.of(
            CAP + "    only-hosts-that-enforce-redirection: true\n",
            "5:42: a relay cannot know whether a host enforces what the gateway disables; set this"
                + " to false, and limit the hosts by resource policies"),
        // Grants.
        Arguments.of(
            CAP + "    session-timeout-action: reauthenticate\n",
            "5:29: to reauthenticate at the session time-out needs a session time-out"),
        Arguments.of(
            CAP + "    session-timeout-action: reauthorize\n",
            "5:29: unknown action \"reauthorize\"; write one of disconnect, reauthenticate"),
        Arguments.of(
            CAP + "    disable-redirections: [drive, prnter]\n",
            "5:35: unknown redirection \"prnter\"; did you mean \"printer\"?"),
        Arguments.of(
            CAP + "    disable-redirections: [everything]\n",
            "5:28: unknown redirection \"everything\"; write one of drive, printer, port,"
                + " clipboard, plug-and-play"),
        Arguments.of(
            CAP + "    disable-redirections: none\n",
            "5:27: \"disable-redirections\" is a list, not a text; write its items as in [a, b], or"
                + " write \"disable-redirections: all\""),
        Arguments.of(
            CAP + "    idle-timeout: 30\n",
            "5:19: \"30\" is no time; write a whole number with s, m or h as in 90s, 30m or 8h, or"
                + " remove the key for none"),
        Arguments.of(
            CAP + "    session-timeout: 8761h\n",
            "5:22: a time-out is in whole seconds, at most 365 days"),
        // Hosts and ports.
        Arguments.of(
            RAP + "    hosts: [pc, \"pc:3389\"]\n",
            "5:17: \"pc:3389\" is no host; write a host name, a pattern such as *.corp.example, an"
                + " address or a range such as 10.1.0.0/16, without a port"),
        Arguments.of(
            RAP + "    hosts: [10.1.2.3/16]\n",
            "5:13: a range begins with its lowest address; write 10.1.0.0/16"),
        Arguments.of(
            RAP + "    hosts: all\n",
            "5:12: \"hosts\" is a list, not a text; write its items as in [a, b], or write"
                + " \"hosts: any\""),
        Arguments.of(
            RAP + "    hosts: [any]\n",
            "5:13: \"any\" is no host; write a host name, a pattern such as *.corp.example, an"
                + " address or a range such as 10.1.0.0/16, without a port"),
        Arguments.of(
            RAP + "    hosts: [*abc]\n",
            "5:13: YAML takes an unquoted * for an alias, which is not allowed; put a pattern such"
                + " as \"*.corp.example\" in double quotes"),
        Arguments.of(
            RAP + "    hosts: [*.corp.example]\n",
            "5:14: this is not valid YAML (while scanning an alias, unexpected character found"
                + " .(46)); correct it, and put texts with special characters such as * or : in"
                + " double quotes"),
        Arguments.of(
            RAP + "    hosts: [pc]\n    ports: [22, 0]\n",
            "6:17: \"0\" is no port; write 1 to 65535, or two of them as in 5000-5010"),
        Arguments.of(
            RAP + "    hosts: [pc]\n    ports: [70000]\n", "6:13: a port is 1 to 65535, not 70000"),
        Arguments.of(
            RAP + "    hosts: [pc]\n    ports: [0x10]\n",
            "6:13: \"0x10\" is no port; write 1 to 65535, or two of them as in 5000-5010"),
        Arguments.of(
            RAP + "    hosts: [pc]\n    ports: [5010-5000]\n",
            "6:13: the ports 5010-5000 are no range: both ends are 1 to 65535, the lower one"
                + " first"),
        Arguments.of(
            RAP + "    hosts: [pc]\n    ports: 3389\n",
            "6:12: \"ports\" is a list, not a number; write its items as in [a, b], or write"
                + " \"ports: any\""),
        Arguments.of(
            RAP + "    hosts: [pc, PC]\n",
            "3:5: the host \"pc\" is named twice; remove one of them"),
        // Templates and groups.
        Arguments.of(
            RAP + "    hosts: [\"${usr}\"]\n",
            "5:13: unknown placeholder \"${usr}\"; write ${user} or ${attribute.NAME}"),
        Arguments.of(
            RAP + "    hosts: [\"*.${user}.example\"]\n",
            "5:13: around its placeholder a template is a host name; write one as in"
                + " pc-${user}.corp.example, without wildcards or a port"),
        Arguments.of(
            RAP + "    hosts: [\"${user}${user}\"]\n",
            "5:13: \"${user}${user}\" is no template; write one placeholder as in"
                + " pc-${user}.corp.example"),
        Arguments.of(
            RAP + "    resource-groups: [lab]\n",
            "5:23: the resource group \"lab\" is not declared; declare it under"
                + " \"resource-groups\""),
        Arguments.of(
            RAP + "    resource-groups: [lap]\nresource-groups: [{name: lab, hosts: [pc]}]\n",
            "5:23: the resource group \"lap\" is not declared; did you mean \"lab\"?"),
        Arguments.of(
            RAP + "    resource-groups: [l, l]\nresource-groups: [{name: l, hosts: [pc]}]\n",
            "3:5: the resource group \"l\" is named twice; remove one of them"),
        Arguments.of(
            "version: 1\nresource-groups: [{name: lab}]\n",
            "2:19: the key \"hosts\" is missing; list the hosts of the group"),
        Arguments.of(
            "version: 1\nresource-groups: [{hosts: [pc]}]\n",
            "2:19: the key \"name\" is missing; give each resource group a name of its own"),
        Arguments.of(
            "version: 1\nresource-groups: [{name: a, hosts: any}]\n",
            "2:36: \"hosts\" is a list, not a text; write its items as in [a, b]"),
        Arguments.of(
            "version: 1\nresource-groups: [{name: a, hosts: [pc]}, {name: A, hosts: [pc]}]\n",
            "2:43: the name \"A\" is taken already; give each its own"),
        Arguments.of(
            "version: 1\nresource-groups: [{name: a, ports: [1]}]\n",
            "2:29: unknown key \"ports\"; did you mean \"hosts\"?"),
        // YAML.
        Arguments.of(
            "version: 1\nresource-policies: [\n",
            "3:1: this is not valid YAML (while parsing a flow node, expected the node content, but"
                + " found '<stream end>'); correct it, and put texts with special characters such"
                + " as * or : in double quotes"),
        Arguments.of(
            "version: 1\n\tresource-policies: []\n",
            "2:1: this is not valid YAML (while scanning for the next token, found character"
                + " '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for"
                + " indentation)); correct it, and put texts with special characters such as * or :"
                + " in double quotes"),
        Arguments.of(
            "version: 1\n---\nversion: 1\n", "3:1: a file has one document; remove the second"),
        Arguments.of(
            "version: !!int 1\n",
            "1:10: a YAML tag (!) is not allowed; remove it or put the text in double quotes"),
        Arguments.of(
            "version: 1\nresource-policies: [[[[[[[[[]]]]]]]]]\n",
            "2:27: this is nested too deeply; such a file has a few levels only"),
        Arguments.of(
            "version: 1\n? [a]\n: b\n",
            "2:4: the YAML near this place is not understood; keys are plain words, values are"
                + " texts, numbers, lists and mappings"),
        Arguments.of(
            "version: 1 #\u0007\n",
            "1:13: the invisible character U+0007 is not allowed; remove it"),
        Arguments.of(
            "version: 1\n# \uD83D\uDE00\uD83D\n",
            "2:4: the invisible character U+D83D is not allowed; remove it"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void namesPlaceMistakeAndRemedy(String text, String message) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> PolicyFile.parse(text, "policy.yaml"));
    assertEquals("policy.yaml:" + message, e.getMessage());
  }

  /** Nine levels of nine aliases are four hundred million items, were they expanded. */
  @Test
  void aliasesAreNotExpanded() {
    StringBuilder bomb = new StringBuilder("version: 1\nusers: &a0 [x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("k").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(8)).append("*a").append(i - 1).append("]\n");
    }
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class, () -> PolicyFile.parse(bomb.toString(), "policy.yaml"));
    assertEquals(
        "policy.yaml:3:10: YAML takes an unquoted * for an alias, which is not allowed; put a"
            + " pattern such as \"*.corp.example\" in double quotes",
        e.getMessage());
  }

  @Test
  void theClosestKeyIsSuggested() {
    assertEquals(0, Spelling.distance("hosts", "hosts"));
    assertEquals(1, Spelling.distance("hots", "hosts"));
    assertEquals(1, Spelling.distance("hostss", "hosts"));
    assertEquals(1, Spelling.distance("hasts", "hosts"));
    assertEquals(2, Spelling.distance("ohsts", "hosts"));
    assertEquals(3, Spelling.distance("kitten", "sitting"));
    assertEquals(5, Spelling.distance("", "hosts"));
    assertEquals(64, Spelling.distance("x".repeat(10_000), "y"));
  }
}
