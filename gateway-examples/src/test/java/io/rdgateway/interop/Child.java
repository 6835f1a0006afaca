/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process of a test with its output in a file. Ends with the test, or at the latest with the JVM.
 */
final class Child implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Set<Child> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> ALIVE.forEach(Child::killAll), "end-of-children"));
  }

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Child start(Path log, Map<String, String> environment, List<String> command) {
    return start(log, environment, command, Redirect.from(new File("/dev/null")));
  }

  /** The same for a process that reads what {@link #type} writes. */
  static Child startWithInput(Path log, Map<String, String> environment, List<String> command) {
    return start(log, environment, command, Redirect.PIPE);
  }

  private static Child start(
      Path log, Map<String, String> environment, List<String> command, Redirect input) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(input);
    builder.environment().putAll(environment);
    try {
      Child child = new Child(builder.start(), log);
      ALIVE.add(child);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Writes to its input. */
  void type(String text) {
    try {
      OutputStream input = process.getOutputStream();
      input.write(text.getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has written so far. */
  String output() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it ends by itself in time. */
  boolean endsWithin(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  int exitStatus() {
    return process.exitValue();
  }

  /** SIGKILL: the process gets no chance to say goodbye to anybody. */
  void kill() {
    process.destroyForcibly();
  }

  private void killAll() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Asks it to end, and makes it if it does not. */
  @Override
  public void close() {
    process.destroy();
    if (!endsWithin(GRACE)) {
      kill();
      if (!endsWithin(GRACE)) {
        throw new IllegalStateException("process " + process.pid() + " cannot be killed");
      }
    }
    ALIVE.remove(this);
  }
}
