/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Line;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A program on a core of its own, which ends with this object. */
final class Child implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;
  private static final int TAIL = 2000;

  private final String name;
  private final Process process;
  private final Path log;
  private final BufferedReader output;
  private final BufferedWriter input;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    output = process.inputReader(StandardCharsets.UTF_8);
    input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts a program.
   *
   * @param core as {@code taskset} counts them
   * @param log takes what it complains about
   */
  static Child start(String name, int core, List<String> command, Path log) throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(command);
    return new Child(name, new ProcessBuilder(pinned).redirectError(log.toFile()).start(), log);
  }

  /** Its process, and those that it has started. */
  List<Long> pids() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  long pid() {
    return process.pid();
  }

  void say(Line line) throws IOException {
    input.write(line.toString());
    input.newLine();
    input.flush();
  }

  /**
   * Waits for a line.
   *
   * @param word its first word
   * @throws IOException if another line comes, or none in time
   */
  Line expect(String word, Duration time) throws IOException, InterruptedException {
    CompletableFuture<String> next = CompletableFuture.supplyAsync(this::readLine);
    String text;
    try {
      text = next.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(name + " said nothing for " + time.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(name + " cannot be heard", e.getCause());
    }
    if (text.isEmpty()) {
      throw ended();
    }
    Line line = Line.parse(text);
    if (line.word().equals("failed")) {
      throw new IOException(name + ": " + line.text("error"));
    }
    if (!line.word().equals(word)) {
      throw new IOException(name + " said " + text + " instead of " + word);
    }
    return line;
  }

  private String readLine() {
    try {
      String line = output.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives it a moment. */
  void pause(Duration time) throws IOException, InterruptedException {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw ended();
    }
  }

  private IOException ended() throws IOException {
    String complaints = Files.exists(log) ? Files.readString(log) : "";
    return new IOException(
        name
            + " has ended: "
            + complaints.substring(Math.max(0, complaints.length() - TAIL)).strip());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
