/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs that the tests need from the machine. */
final class Peers {
  private static final List<Path> FOLDERS =
      Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin").map(Path::of).toList();

  private static final Duration BOUND = Duration.ofSeconds(30);

  private Peers() {}

  /** The program, or a failure that says what to install. */
  static String program(String name, String debianPackage) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () ->
                new AssertionError(
                    "The interop tests need the program "
                        + name
                        + " from the Debian package "
                        + debianPackage
                        + "; .ci/install-peers installs it."));
  }

  /** Runs a short command to its end, with some input, and gives its output. */
  static byte[] run(String input, String... command) {
    try {
      Process process = new ProcessBuilder(command).start();
      // Too late for whatever has ended by then.
      CompletableFuture.delayedExecutor(BOUND.toSeconds(), TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      byte[] output;
      try (InputStream out = process.getInputStream()) {
        output = out.readAllBytes();
      }
      String errors =
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw new AssertionError(command[0] + " ended with status " + status + ": " + errors);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
    }
  }
}
