/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A screen in memory (Xvfb) for one client. */
final class Display implements AutoCloseable {
  static final int WIDTH = 1024;
  static final int HEIGHT = 768;

  private static final Duration START = Duration.ofSeconds(10);

  private final Child server;
  private final String name;

  private Display(Child server, String name) {
    this.server = server;
    this.name = name;
  }

  static Display open(Path folder) {
    Path number = folder.resolve("display");
    forget(number);
    // The number is written to a file descriptor: the shell joins it to a file of its own.
    Child server =
        Child.start(
            folder.resolve("xvfb.log"),
            Map.of("NUMBER", number.toString()),
            List.of(
                "/bin/sh",
                "-c",
                "exec \"$@\" 3> \"$NUMBER\"",
                "sh",
                Peers.program("Xvfb", "xvfb"),
                "-displayfd",
                "3",
                "-screen",
                "0",
                WIDTH + "x" + HEIGHT + "x24",
                "-nolisten",
                "tcp",
                "-noreset"));
    Optional<String> name =
        Await.value(START, () -> line(number).map(digits -> ":" + digits.strip()));
    if (name.isEmpty()) {
      String output = server.output();
      server.close();
      throw new AssertionError("Xvfb did not start: " + output);
    }
    return new Display(server, name.get());
  }

  /** What an earlier display of the same folder has left would name a server that has gone. */
  private static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> line(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file)).filter(text -> text.endsWith("\n"))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of DISPLAY for the client. */
  String name() {
    return name;
  }

  /** What the screen shows now. */
  Screen grab() {
    return Screen.parse(
        Peers.run("", Peers.program("xwd", "x11-apps"), "-root", "-silent", "-display", name));
  }

  @Override
  public void close() {
    server.close();
  }
}
