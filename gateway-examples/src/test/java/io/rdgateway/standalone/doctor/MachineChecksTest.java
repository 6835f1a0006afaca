/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.tls.TlsEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineChecksTest {
  @ParameterizedTest
  @CsvSource({"rw-------, OK", "r--------, OK", "rw-r-----, WARNING", "rw----r--, WARNING"})
  void secretsByTheirPermissions(String permissions, Verdict expected, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("key.pem"), "a secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    Finding finding = new SecretFiles(List.of(file)).look().get(0);

    assertEquals(expected, finding.verdict());
  }

  @Test
  void aSecretThatIsNotThere(@TempDir Path folder) {
    Path none = folder.resolve("none");

    Finding finding = new SecretFiles(List.of(none)).look().get(0);

    assertEquals(Verdict.PROBLEM, finding.verdict());
    assertTrue(finding.sentence().contains(none.toString()), finding::sentence);
  }

  @ParameterizedTest
  @CsvSource({"1024, WARNING", "13499, WARNING", "13500, OK", "1048576, OK", ", NOTE"})
  void openFilesAgainstTunnels(@Nullable Long allowed, Verdict expected) {
    DescriptorCheck check =
        new DescriptorCheck(
            allowed == null ? OptionalLong.empty() : OptionalLong.of(allowed), 1_000, 10_000);

    assertEquals(expected, check.look().get(0).verdict());
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, true, OK",
    "AUTO, false, NOTE",
    "JDK, false, OK",
    "BORINGSSL, true, OK",
    "BORINGSSL, false, PROBLEM",
  })
  void engines(TlsEngine wanted, boolean there, Verdict expected) {
    assertEquals(expected, new EngineCheck(wanted, there).look().get(0).verdict());
  }
}
