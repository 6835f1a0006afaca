/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rdgateway.standalone.doctor.DoctorCommand;
import io.rdgateway.tls.SelfSignedCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The doctor looks at a real KDC and a real RADIUS server. */
class DoctorIT {
  @TempDir Path folder;

  private void secret(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void configure(int kdcPort, int radiusPort) throws IOException {
    SelfSignedCertificate.generate(
            List.of("localhost"),
            SelfSignedCertificate.KeyType.EC_P256,
            InstantSource.system().instant().minus(Duration.ofHours(1)),
            Duration.ofDays(90))
        .writePem(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    secret("users.yaml", "");
    Files.writeString(folder.resolve("policy.yaml"), "version: 1\n");
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
        radius:
          servers:
            - address: "127.0.0.1:%d"
              secret-file: "radius-secret"
          use: [connection-policy]
        kdc-proxy:
          realms:
            - name: "%s"
              kdcs: ["127.0.0.1:%d"]
        """
            .formatted(radiusPort, MitRealm.NAME, kdcPort));
  }

  private List<String> verdicts(String subject) throws IOException {
    StringWriter said = new StringWriter();
    new CommandLine(new DoctorCommand(folder, new PrintWriter(said, true), InstantSource.system()))
        .execute("--config", "gateway.yaml", "--json");
    List<String> verdicts = new ArrayList<>();
    for (JsonNode finding : new ObjectMapper().readTree(said.toString()).get("findings")) {
      if (finding.get("subject").asText().startsWith(subject)) {
        verdicts.add(finding.get("verdict").asText());
      }
    }
    assertTrue(!verdicts.isEmpty(), said::toString);
    return verdicts;
  }

  @Test
  void serversThatAnswer() throws Exception {
    try (MitRealm realm = MitRealm.start(folder);
        FreeRadius radius = FreeRadius.start(folder, true, Duration.ZERO)) {
      configure(realm.kdcPort(), radius.authPort());
      secret("radius-secret", radius.secret());

      assertEquals(List.of("ok", "ok"), verdicts("KDC "), "it answers, and its clock agrees");
      assertEquals(List.of("ok"), verdicts("RADIUS "));

      secret("radius-secret", "not the same secret");
      assertEquals(List.of("warning"), verdicts("RADIUS "), "the server ignores the question");
    }
  }
}
