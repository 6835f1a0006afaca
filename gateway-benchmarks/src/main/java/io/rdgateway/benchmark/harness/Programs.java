/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What programs of the system need around them. */
final class Programs {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int PATIENCE = 500;

  private Programs() {}

  /**
   * Finds a program, among those for administrators as well.
   *
   * @param debianPackage what to install if it is missing
   */
  static String find(String name, String debianPackage) throws IOException {
    String path = String.valueOf(System.getenv("PATH"));
    return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin", "/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () ->
                new IOException(
                    name
                        + " is missing; on Debian: apt-get install "
                        + debianPackage
                        + " (or leave it out by --proxies)"));
  }

  /** A port that is free at the moment, for programs that cannot let the system choose. */
  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Waits until a program takes connections. */
  static void awaitListening(Child child, int port) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        if (i == PATIENCE) {
          throw e;
        }
      }
      child.pause(PAUSE);
    }
  }

  /** What a program says, its complaints included. */
  static String output(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.get(0) + " failed: " + said.strip());
    }
    return said.strip();
  }
}
