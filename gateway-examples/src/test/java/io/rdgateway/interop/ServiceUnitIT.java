/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The service unit, judged by systemd's own tools, which need no running systemd. */
class ServiceUnitIT {
  private static final String UNIT =
      Path.of("src", "main", "dist", "rdgateway.service").toAbsolutePath().toString();

  /** In tenths; what systemd calls "OK" ends at 40. */
  private static final int EXPOSURE = 20;

  private static String analyze(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("systemd-analyze"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), said);
    assertEquals(0, process.exitValue(), said);
    return said;
  }

  @Test
  void everyLineIsUnderstood() throws Exception {
    String said = analyze("verify", UNIT);

    // Of other units of the machine it may complain.
    assertTrue(said.lines().noneMatch(line -> line.contains("rdgateway")), said);
  }

  @Test
  void littleIsExposed() throws Exception {
    analyze("security", "--offline=true", "--threshold=" + EXPOSURE, UNIT);
  }
}
