/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.tls.SelfSignedCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command on this machine alone. */
class DoctorCommandTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path folder;

  private final StringWriter said = new StringWriter();

  private int run(Duration validity, String... options) throws IOException {
    SelfSignedCertificate.generate(
            List.of("localhost"),
            SelfSignedCertificate.KeyType.EC_P256,
            NOW.minus(Duration.ofDays(2)),
            validity)
        .writePem(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    Path users = Files.writeString(folder.resolve("users.yaml"), "");
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        folder.resolve("gateway.yaml"),
        """
        version: 1
        name: "localhost"
        listen: ["127.0.0.1:0"]
        tls:
          certificate: "chain.pem"
          key: "key.pem"
        users:
          file: "users.yaml"
        sign-in:
          methods: [ntlm]
        policy:
          file: "policy.yaml"
        """);
    CommandLine command =
        new CommandLine(new DoctorCommand(folder, new PrintWriter(said, true), () -> NOW));
    return options.length == 0
        ? command.execute("--config", "gateway.yaml")
        : command.execute("--config", "gateway.yaml", options[0]);
  }

  private void policy(int port) throws IOException {
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        version: 1
        resource-policies:
          - name: host
            groups: [staff]
            hosts: [127.0.0.1]
            ports: [%d]
        """
            .formatted(port));
  }

  @Test
  void warningsAndProgress() throws Exception {
    int closed;
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = once.getLocalPort();
    }
    policy(closed);

    assertEquals(1, run(Duration.ofDays(90)), said::toString);
    assertTrue(said.toString().contains("] certificate: names"), said::toString);
    assertTrue(said.toString().contains("ok       The certificate names localhost."));
    assertTrue(said.toString().contains("Connection refused"), said::toString);
  }

  @Test
  void problemsAsJsonAlone() throws Exception {
    policy(3389);

    assertEquals(2, run(Duration.ofDays(1), "--json"));
    assertTrue(said.toString().startsWith("{"), said::toString);
    assertTrue(said.toString().contains("has ended at 2026-05-31T12:00:00Z"), said::toString);
    assertFalse(said.toString().contains("[1/"), said::toString);
  }
}
