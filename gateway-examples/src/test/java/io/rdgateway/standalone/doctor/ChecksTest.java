/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.standalone.config.ConfigFile;
import io.rdgateway.standalone.config.GatewayConfig;
import io.rdgateway.standalone.config.HostAndPort;
import io.rdgateway.tls.SelfSignedCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole configurations, on a network and a machine that tests make up. */
class ChecksTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path folder;

  private final FakeNetwork network = new FakeNetwork();

  @BeforeEach
  void files() throws IOException {
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        version: 1
        connection-policies:
          - name: everybody
            groups: [staff]
        resource-groups:
          - name: lab
            hosts: ["lab1.example", "*.lab.example"]
        resource-policies:
          - name: desktops
            groups: [staff]
            hosts: ["pc7.example", "192.0.2.7", "10.0.0.0/8"]
            resource-groups: [lab]
            ports: [3389, "5000-5010"]
          - name: old
            enabled: false
            groups: [staff]
            hosts: ["old.example"]
        """);
    SelfSignedCertificate.generate(
            List.of("gw.example"),
            SelfSignedCertificate.KeyType.EC_P256,
            NOW.minus(Duration.ofDays(1)),
            Duration.ofDays(90))
        .writePem(folder.resolve("chain.pem"), folder.resolve("key.pem"));
  }

  private GatewayConfig config(String signIn, String... blocks) throws IOException {
    String tls =
        """
        tls:
          certificate: "chain.pem"
          key: "key.pem"
        """;
    return configured(tls, signIn, blocks);
  }

  private GatewayConfig configured(String tls, String signIn, String... blocks) throws IOException {
    return ConfigFile.read(
        Files.writeString(
            folder.resolve("gateway.yaml"),
            """
            version: 1
            name: "gw.example"
            listen: ["127.0.0.1:0"]
            users:
              file: "users.yaml"
            policy:
              file: "policy.yaml"
            sign-in:
            """
                + "  "
                + signIn
                + "\n"
                + tls
                + String.join("", blocks)));
  }

  private Map<String, List<Finding>> examine(GatewayConfig config) throws InterruptedException {
    Surroundings around =
        new Surroundings(network, () -> NOW, List.of(), OptionalLong.of(1_000_000), true);
    return new Doctor(Checks.of(config, around), Runnable::run, Duration.ofMinutes(1))
        .examine(line -> {});
  }

  @Test
  void hostsThatThePolicyWritesOutAreTried() throws Exception {
    network.name("pc7.example", "192.0.2.7").port(3389, new byte[0]);

    Map<String, List<Finding>> found = examine(config("methods: [ntlm]"));

    assertEquals(
        List.of("host pc7.example:3389", "host 192.0.2.7:3389", "host lab1.example:3389"),
        found.keySet().stream().filter(subject -> subject.startsWith("host ")).toList());
  }

  @Test
  void whatIsNotConfiguredIsNotLookedAt() throws Exception {
    Map<String, List<Finding>> found = examine(config("methods: [ntlm]"));

    assertTrue(found.containsKey("clock"), "there is nobody to ask");
    assertTrue(
        found.keySet().stream().noneMatch(subject -> subject.matches("(RADIUS|KDC|directory).*")),
        found::toString);
  }

  @Test
  void everyDomainControllerIsAKdcAndEachServerIsLookedAt() throws Exception {
    Files.writeString(folder.resolve("word"), "a secret of at least 16");
    Map<String, List<Finding>> found =
        examine(
            config(
                "methods: [basic]",
                """
                directory:
                  kind: active-directory
                  servers: ["127.0.0.1:1"]
                  security: ldaps
                  service-account: "CN=gateway,DC=example"
                  password-file: "word"
                  base: "DC=example"
                  dns-name: "corp.example"
                  groups: token-groups
                radius:
                  servers:
                    - address: "radius.example"
                      secret-file: "word"
                  use: [connection-policy]
                events:
                  syslog:
                    - transport: udp
                      server: "log1.example"
                    - transport: tcp
                      server: "log2.example"
                """));

    for (String subject :
        List.of(
            "name of the directory: 127.0.0.1",
            "directory",
            "KDC 127.0.0.1:88",
            "RADIUS server radius.example:1812",
            "name of the syslog server: log1.example",
            "syslog server log2.example:601")) {
      assertEquals(
          Verdict.PROBLEM,
          found.getOrDefault(subject, List.of(Finding.ok("not looked at"))).get(0).verdict(),
          subject);
    }
  }

  @Test
  void aCertificateAndAPolicyThatCannotBeUsedAreProblems() throws Exception {
    Files.delete(folder.resolve("key.pem"));
    Files.writeString(folder.resolve("policy.yaml"), "version: 2\n");

    Map<String, List<Finding>> found = examine(config("methods: [ntlm]"));

    assertEquals(
        Verdict.PROBLEM, first(found, "certificate " + folder.resolve("chain.pem")).verdict());
    assertEquals(Verdict.PROBLEM, first(found, "policy").verdict());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "methods: [ntlm]  | NOTE NOTE NOTE NOTE NOTE",
        "methods: [basic] | NOTE WARNING WARNING WARNING NOTE",
        "methods: [ntlm, basic] | NOTE NOTE NOTE NOTE NOTE",
      })
  void offersToEachKindOfClient(String signIn, String expected) throws Exception {
    List<Finding> found =
        examine(config(signIn)).getOrDefault("what clients are offered", List.of());

    assertEquals(
        expected, String.join(" ", found.stream().map(one -> one.verdict().name()).toList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "methods: [ntlm] | PROBLEM",
        "methods: [basic] | WARNING",
        "{methods: [ntlm], channel-binding: insecure-off} | WARNING",
        "{methods: [ntlm], proxy-certificates: [chain.pem]} | WARNING",
      })
  void trapsBehindAProxyThatEndsTls(String signIn, Verdict expected) throws Exception {
    GatewayConfig config = configured("tls:\n  insecure-plain-http: true\n", signIn);

    assertEquals(expected, first(examine(config), "sign-in").verdict());
  }

  @Test
  void aProxyThatIsBelieved() throws Exception {
    GatewayConfig config =
        configured(
            "tls:\n  insecure-plain-http: true\n",
            "methods: [basic]",
            """
            proxies:
              statement: x-forwarded-for
              networks: ["127.0.0.1"]
            """);

    assertEquals(Verdict.OK, first(examine(config), "sign-in").verdict());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "methods: [ntlm, basic] | [sign-in] | WARNING",
        "methods: [basic] | [sign-in] | OK",
        "methods: [ntlm, basic] | [sign-in, connection-policy] | OK",
      })
  void aSecondFactorThatNtlmGoesPast(String signIn, String use, Verdict expected) throws Exception {
    Files.writeString(folder.resolve("word"), "a secret of at least 16");
    GatewayConfig config =
        config(
            signIn,
            """
            radius:
              servers:
                - address: "radius.example"
                  secret-file: "word"
              use: %s
            """
                .formatted(use));

    assertEquals(expected, first(examine(config), "sign-in").verdict());
  }

  @Test
  void tooManyHostsAreCounted() throws Exception {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < Checks.MAX_HOSTS + 3; i++) {
      hosts.add("pc" + i + ".example");
    }
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        version: 1
        resource-policies:
          - name: many
            groups: [staff]
            hosts: %s
        """
            .formatted(hosts));

    Map<String, List<Finding>> found = examine(config("methods: [ntlm]"));

    assertEquals("3 further hosts of the policy were not tried.", first(found, "hosts").sentence());
    assertTrue(found.containsKey("host " + new HostAndPort("pc0.example", 3389)));
  }

  @Test
  void reportsInBothForms() {
    Map<String, List<Finding>> findings = new LinkedHashMap<>();
    findings.put("one", List.of(Finding.ok("Good.")));
    findings.put("two", List.of(Finding.problem("Bad\u001b[2J.", "mend \"it\"")));
    Report report = new Report(findings);
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text));

    assertEquals(Verdict.PROBLEM, report.verdict());
    assertTrue(text.toString().contains("problem  Bad?[2J."), text::toString);
    assertTrue(text.toString().contains("To do: mend \"it\"."), text::toString);
    assertTrue(report.json().contains("\"verdict\" : \"problem\""), report::json);
    assertTrue(report.json().contains("mend \\\"it\\\""), report::json);
  }

  private static Finding first(Map<String, List<Finding>> found, String subject) {
    return found.getOrDefault(subject, List.of()).get(0);
  }
}
