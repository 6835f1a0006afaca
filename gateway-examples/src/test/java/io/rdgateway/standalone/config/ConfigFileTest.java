/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  private static final Path EXAMPLE = Path.of("..", "docs", "gateway.yaml");

  static final String SMALL =
      """
      version: 1
      name: "gw.example"
      listen: ["127.0.0.1:0"]
      tls:
        certificate: "chain.pem"
        key: "key.pem"
      users:
        file: "users.yaml"
      sign-in:
        methods: [ntlm, basic]
      policy:
        file: "policy.yaml"
      """;

  @TempDir Path folder;

  private GatewayConfig read(String text) throws IOException {
    Path file = folder.resolve("gateway.yaml");
    Files.writeString(file, text);
    return ConfigFile.read(file);
  }

  private List<String> mistakes(String text) {
    var e = assertThrows(ConfigurationException.class, () -> read(text), text);
    return String.valueOf(e.getMessage())
        .replace(folder.resolve("gateway.yaml") + ":", "")
        .lines()
        .toList();
  }

  @Test
  void theExampleHasEveryKeyAndIsRight() throws IOException {
    GatewayConfig config = ConfigFile.read(EXAMPLE);
    assertEquals("gw.corp.example", config.name());
    assertEquals(SignInConfig.Method.values().length, config.signIn().methods().size());
    String text = Files.readString(EXAMPLE);
    Keys.OBJECTS
        .values()
        .forEach(
            keys ->
                keys.forEach(
                    key ->
                        assertTrue(
                            Pattern.compile(
                                        "(^|[ -] |# )" + key + ": |\\b" + key + ":",
                                        Pattern.MULTILINE)
                                    .matcher(text)
                                    .find()
                                || key.endsWith("-variable"),
                            key)));
  }

  @Test
  void theFileOfTheReadmeIsRight() throws IOException {
    Matcher example =
        Pattern.compile("cat > gateway.yaml <<'END'\n(.*?)END\n", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "README.md")));
    assertTrue(example.find());
    GatewayConfig config = read(example.group(1));
    assertEquals("gw.corp.example", config.name());
  }

  @Test
  void whatIsLeftOutHasSafeDefaults() throws IOException {
    GatewayConfig config = read(SMALL);
    assertEquals(ThrottleConfig.DEFAULTS, config.throttle());
    assertEquals(SignInConfig.Binding.WHEN_SENT, config.signIn().channelBinding());
    assertFalse(config.signIn().pairsAcrossAddresses());
    assertFalse(config.signIn().ntlm().insideTunnel());
    assertTrue(config.hosts().openReservedAddresses().isEmpty());
    assertTrue(config.allowedOrigins().isEmpty());
    assertEquals(folder.resolve("policy.yaml"), config.policy().file());
  }

  @Test
  void allMistakesOfAFileAreTold() {
    List<String> told =
        mistakes(
            SMALL
                    .replace("  key:", "  keey:")
                    .replace("[ntlm, basic]", "[ntml, kerberos]")
                    .replace("  file: \"policy.yaml\"", "  review: soon")
                + "polcy: {}\n");
    assertEquals(
        List.of(
            "13:1: unknown key \"polcy\"; did you mean \"policy\"?",
            "6:3: unknown key \"keey\"; did you mean \"key\"?",
            "5:3: a certificate is either",
            "10:13: unknown method \"ntml\"; did you mean \"ntlm\"?",
            "12:3: the key \"file\" is missing; name the file with the rules",
            "12:11: \"soon\" is no time;"),
        told.stream().map(line -> beginning(line, told)).toList());
  }

  private static String beginning(String line, List<String> all) {
    assertTrue(all.size() < 10, all::toString);
    return line.startsWith("5:3")
        ? line.substring(0, "5:3: a certificate is either".length())
        : line.startsWith("12:11")
            ? line.substring(0, "12:11: \"soon\" is no time;".length())
            : line;
  }

  /** Every key that takes more than a text, given something else; the mark is the whole line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: 1|version: 2|1:10: this version of the file is unknown; write \"version: 1\"",
        "version: 1||1:1: the key \"version\" is missing",
        "name: \"gw.example\"|name: 7|2:7: a text belongs here",
        "name: \"gw.example\"|name: \"\"|2:7: this text is empty",
        "name: \"gw.example\"|name: \"a b\"|2:1: this is no host name",
        "name: \"gw.example\"||1:1: the key \"name\" is missing",
        "listen: [\"127.0.0.1:0\"]|listen: \"127.0.0.1:0\"|3:9: \"listen\" is a list",
        "listen: [\"127.0.0.1:0\"]|listen: [\"localhost:1\"]|3:10: write an address and a port",
        "listen: [\"127.0.0.1:0\"]|listen: [\"127.0.0.1\"]|3:10: write a host and a port",
        "listen: [\"127.0.0.1:0\"]|listen: [\"127.0.0.1:70000\"]|3:10: write a host and a port",
        "listen: [\"127.0.0.1:0\"]|listen: []|3:9: the list \"listen\" is empty",
        "listen: [\"127.0.0.1:0\"]||1:1: the key \"listen\" is missing",
        "  key: \"key.pem\"||5:3: a certificate is either",
        "  key: \"key.pem\"|  insecure-plain-http: true|5:3: plain HTTP has no certificate",
        "  key: \"key.pem\"|  engine: openssl|6:11: unknown engine \"openssl\"",
        "  file: \"users.yaml\"|  domains: [\"A\"]|8:3: the key \"file\" is missing",
        "[ntlm, basic]|[ntlm, basic, tokens]|10:3: the method \"tokens\" needs the block",
        "[ntlm, basic]|[basic]\\n  ntlm: {}|11:3: \"ntlm\" is not among the methods",
        "[ntlm, basic]|[ntlm]\\n  ntlm: {helper: [\"x\"]}|9:1: the NTLM helper serves a directory",
        "[ntlm, basic]|[ntlm]\\n  ntlm: {inside-tunnel: yes}|11:25: this is true or false",
        "[ntlm, basic]|[ntlm]\\n  ntlm: {netbios-domain: \"a b\"}|11:9: not a computer or domain",
        "[ntlm, basic]|[ntlm]\\n  ntlm: {inside-tunnel: true}\\n  channel-binding: required|12:3: NTLM inside the tunnel has no channel binding",
        "[ntlm, basic]|[ntlm]\\n  channel-binding: none|11:20: unknown treatment of bindings",
        "[ntlm, basic]|[ntlm]\\n  insecure-pair-across-addresses: false|11:35: this can only be switched on",
        "[ntlm, basic]|[kerberos]\\n  kerberos: {accounts: users}|11:13: the key \"keytab\" is missing",
        "[ntlm, basic]|[kerberos]\\n  kerberos: {keytab: \"k\"}|11:13: the key \"accounts\" is missing",
        "[ntlm, basic]|[certificates]\\n  certificates: {trust: \"t\"}|11:17: the key \"listen\" is missing",
        "[ntlm, basic]|[certificates]\\n  certificates: {listen: [\"127.0.0.1:0\"], trust: \"t\"}|3:1: certificates are asked for at an address of its own",
        "[ntlm, basic]|[certificates]\\n  certificates: {listen: [\"127.0.0.1:1\"], trust: \"t\", revocation: \"off\"}|unknown treatment of revocation",
        "[ntlm, basic]|[tokens]\\n  tokens: {keys-file: \"k\", accounts: users}|\"revocations-file\" is missing",
        "[ntlm, basic]|[jwt]\\n  jwt: [{issuer: \"i\", audience: \"a\", keys: \"http://x/y\"}]|fetched by https alone",
        "[ntlm, basic]|[jwt]\\n  jwt: [{issuer: \"i\", keys: \"https://x/y\"}]|the key \"audience\" is missing",
        "[ntlm, basic]|[basic]\\n  realm: 1|11:10: a text belongs here",
        "  file: \"policy.yaml\"|  file: \"p\"\\n  review: 1s|leave 10s or more",
        "  file: \"policy.yaml\"|  file: \"p\"\\n  host-aliases: \"true\"|13:17: this is true or false",
        "  file: \"policy.yaml\"|  file: \"p\"\\nthrottle: {free-failures: 0}|whole number from 1 to 1000",
        "  file: \"policy.yaml\"|  file: \"p\"\\nthrottle: {first-wait: 2}|13:24: a text belongs here",
        "  file: \"policy.yaml\"|  file: \"p\"\\nthrottle: {first-wait: 2h}|13:11: ",
        "  file: \"policy.yaml\"|  file: \"p\"\\nlimits: {sign-in-time: 0s}|is no time",
        "  file: \"policy.yaml\"|  file: \"p\"\\nlimits: {max-head-bytes: 1}|maxHeadBytes must be",
        "  file: \"policy.yaml\"|  file: \"p\"\\nlimits: {max-tunnels: 1}|unknown key \"max-tunnels\"",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {use: [sign-in]}|go together",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {servers: [{address: \"r\", secret-file: \"s\"}]}|go together",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {use: [sign-in], servers: [{address: \"r\"}]}|say where the secret is",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {use: [sign-in], servers: [{address: \"r\", secret: \"s\"}]}|unknown key \"secret\"",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {use: [sign-in], servers: [{address: \"r\", secret-file: \"s\", secret-variable: \"S\"}]}|remove one of them",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {use: [sign-in], servers: [{address: \"r\", secret-file: \"s\", weight: 0}]}|whole number from 1 to 1000",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {use: [sign-in], servers: [{address: \"r:x\", secret-file: \"s\"}]}|as in \"srv.example\"",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {use: [sign-in], code-digits: 6, code-separator: \",\", servers: [{address: \"r\", secret-file: \"s\"}]}|remove one of both keys",
        "  file: \"policy.yaml\"|  file: \"p\"\\nradius: {accounting-interim: 1s, accounting-servers: [{address: \"r\", secret-file: \"s\"}]}|a minute or more",
        "  file: \"policy.yaml\"|  file: \"p\"\\ntotp: {code-digits: 6}|\"secrets-file\" is missing",
        "  file: \"policy.yaml\"|  file: \"p\"\\ntotp: {secrets-file: \"s\", code-digits: 3}|from 4 to 16",
        "  file: \"policy.yaml\"|  file: \"p\"\\nkdc-proxy: {}|\"realms\" is missing",
        "  file: \"policy.yaml\"|  file: \"p\"\\nkdc-proxy: {realms: [{name: \"R\"}]}|13:22: a realm has 1 to 16 KDCs",
        "  file: \"policy.yaml\"|  file: \"p\"\\nevents: {log: 1}|13:15: this is true or false",
        "  file: \"policy.yaml\"|  file: \"p\"\\nevents: {syslog: [{server: \"s\"}]}|\"transport\" is missing",
        "  file: \"policy.yaml\"|  file: \"p\"\\nevents: {syslog: [{transport: udp, server: \"s\", trust: \"t\"}]}|only \"transport: tls\"",
        "  file: \"policy.yaml\"|  file: \"p\"\\nhosts: {open-reserved-addresses: [\"localhost\"]}|no name",
        "  file: \"policy.yaml\"|  file: \"p\"\\nruntime: {network-io: io-urin}|did you mean \"io-uring\"?",
        "  file: \"policy.yaml\"|  file: \"p\"\\nruntime: {event-loops: 0}|from 1 to 1024",
        "  file: \"policy.yaml\"|  file: \"p\"\\nproxies: {networks: [\"10.0.0.1\"]}|\"statement\" is missing",
        "  file: \"policy.yaml\"|  file: \"p\"\\nproxies: {statement: forwarded, networks: [\"0.0.0.0/0\"]}|to trust every address",
        "  file: \"policy.yaml\"|  file: \"p\"\\nproxies: {statement: forwarded, networks: [\"10.0.0.1\"], listen: [\"127.0.0.1:9\"]}|13:1: the gateway does not listen on",
        "  file: \"policy.yaml\"|  file: \"p\"\\nhosts: {announce-clients-to: [\"x\"]}|13:31: ",
        "  file: \"policy.yaml\"|  file: \"p\"\\nadmin: {listen: \"127.0.0.1:1\"}|\"secret-file\" is missing",
        "  file: \"policy.yaml\"|  file: \"p\"\\nadmin: {listen: \"0.0.0.0:1\", secret-file: \"s\"}|in clear text",
        "  file: \"policy.yaml\"|  file: \"p\"\\nadmin: {listen: \"127.0.0.1:1\", secret-file: \"s\", key: \"k\"}|a certificate is either",
        "  key: \"key.pem\"|  key: \"key.pem\"\\n  watch: often|7:10: \"often\" is no time",
        "  key: \"key.pem\"|  key: \"key.pem\"\\n  further-certificates: [{key: \"k\"}]|7:26: a certificate is either",
        "  file: \"policy.yaml\"|  file: \"p\"\\nallowed-origins: \"x\"|is a list",
      })
  void mistakes(String right, String wrong, String words) {
    assertTrue(SMALL.contains(right), right);
    List<String> told =
        mistakes(
            SMALL.replace(right, wrong == null ? "" : wrong.replace("\\n", "\n")).stripLeading());
    assertTrue(told.stream().anyMatch(one -> one.contains(words)), told::toString);
    told.forEach(one -> assertTrue(one.matches("\\d+:\\d+: .*"), one));
  }

  @Test
  void nobodyToSignInIsAMistake() {
    String nobody = SMALL.replace("users:\n  file: \"users.yaml\"\n", "");
    List<String> told = mistakes(nobody);
    assertEquals(2, told.size(), told::toString);
    assertTrue(
        told.get(0).contains("nobody whom NTLM could sign in; add \"users\""), told::toString);
    assertTrue(told.get(1).contains("nobody whom Basic could sign in"), told::toString);
  }

  @Test
  void aDirectoryThatCannotJudgeNtlmIsAMistake() throws IOException {
    String directory =
        """
        directory:
          kind: open-ldap
          servers: ["ldap.example"]
          security: start-tls
          service-account: "cn=gateway,dc=example"
          password-variable: "LDAP_PASSWORD"
          base: "dc=example"
          groups: member-of
        """;
    String text = SMALL.replace("users:\n  file: \"users.yaml\"\n", directory);
    assertTrue(mistakes(text).get(0).contains("this directory cannot judge NTLM"));
    GatewayConfig config = read(text.replace("[ntlm, basic]", "[basic]"));
    assertEquals(389, config.directory() == null ? 0 : config.directory().servers().get(0).port());
    for (String needed :
        List.of("kind", "servers", "security", "service-account", "base", "groups")) {
      String without = text.replaceFirst("(?m)^  " + needed + ": .*\n", "");
      assertTrue(
          mistakes(without).stream().anyMatch(one -> one.contains("\"" + needed + "\" is missing")),
          needed);
    }
    assertTrue(
        mistakes(text.replace("\"dc=example\"", "\"example\""))
            .toString()
            .contains("distinguished"));
  }

  @Test
  void noKeyTakesASecretItself() {
    Keys.OBJECTS.forEach(
        (name, keys) ->
            assertTrue(
                keys.stream().noneMatch(key -> key.matches("(.*-)?(password|secret|hash)")), name));
  }
}
