/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service unit and the container's file refer to is there and understood. */
class PackagingTest {
  private static final Path PROJECT = Path.of("..");
  private static final Path UNIT = Path.of("src", "main", "dist", "rdgateway.service");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  @TempDir Path folder;

  private static List<String> lines(Path file) throws IOException {
    return Files.readString(file)
        .replace("\\\n", " ")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private static String setting(String key) throws IOException {
    List<String> values = lines(UNIT).stream().filter(line -> line.startsWith(key + "=")).toList();
    assertEquals(1, values.size(), key);
    return values.get(0).substring(key.length() + 1);
  }

  /** The program understands this command, and has only its configuration to complain about. */
  private void assertUnderstood(List<String> command) {
    String[] here =
        command.stream()
            .map(word -> word.startsWith("/etc/") ? folder.resolve("none").toString() : word)
            .toArray(String[]::new);
    Started started = Started.run(folder, here);
    assertEquals(Main.BAD_INPUT, started.code(), started::err);
    assertTrue(started.err().contains(folder.resolve("none").toString()), started::err);
    assertFalse(started.err().contains("--help"), started::err);
  }

  @Test
  void theServiceRunsACommandThatExists() throws IOException {
    List<String> words = Arrays.asList(setting("ExecStart").split(" ", -1));

    assertEquals("/opt/rdgateway/rdgateway.jar", words.get(words.indexOf("-jar") + 1));
    assertUnderstood(words.subList(words.indexOf("-jar") + 2, words.size()));
  }

  @Test
  void theServiceWaitsLongerThanADrainTakes() throws IOException {
    assertTrue(Integer.parseInt(setting("TimeoutStopSec")) > 30, "the usual drain is 30 s");
    assertEquals(Integer.toString(Main.BAD_INPUT), setting("RestartPreventExitStatus"));
  }

  @Test
  void theServiceMayOpenWhatItsUsualLimitsNeed() throws IOException {
    assertTrue(Integer.parseInt(setting("LimitNOFILE")) > 3 * 10_000 + 10_000);
  }

  @Test
  void whatTheContainerCopiesIsThere() throws IOException {
    Set<String> stages = new HashSet<>();
    for (String line : lines(PROJECT.resolve("Dockerfile"))) {
      List<String> words = Arrays.asList(line.trim().split("\\s+", -1));
      if (words.get(0).equals("FROM")) {
        stages.add(words.get(words.size() - 1));
      }
      if (words.get(0).equals("COPY")) {
        copied(words.subList(1, words.size() - 1), stages);
      }
    }
    assertTrue(stages.contains("build"), stages::toString);
  }

  private static void copied(List<String> sources, Set<String> stages) {
    if (sources.get(0).startsWith("--from=")) {
      assertTrue(stages.contains(sources.get(0).substring("--from=".length())), sources::toString);
      // The build's output: the name of the runnable jar is the module's.
      assertEquals("/src/gateway-examples/target/rdgateway.jar", sources.get(1));
      return;
    }
    for (String source : sources) {
      assertTrue(Files.exists(PROJECT.resolve(source)), source);
    }
  }

  @Test
  void theBuildInTheContainerHasEveryModule() throws IOException {
    String copied = Files.readString(PROJECT.resolve("Dockerfile"));
    Matcher module =
        Pattern.compile("<module>([^<]+)</module>")
            .matcher(Files.readString(PROJECT.resolve("pom.xml")));
    List<String> missing = new ArrayList<>();
    while (module.find()) {
      if (!copied.contains("COPY " + module.group(1) + " ")) {
        missing.add(module.group(1));
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void theContainerRunsACommandThatExistsWithoutRoot() throws IOException {
    List<String> entry = list("ENTRYPOINT");

    assertEquals("/opt/rdgateway/rdgateway.jar", entry.get(entry.size() - 1));
    assertUnderstood(list("CMD"));
    assertTrue(
        lines(PROJECT.resolve("Dockerfile")).stream()
            .anyMatch(line -> line.matches("USER [1-9][0-9]*:[1-9][0-9]*")));
  }

  @Test
  void theContainerAsksForItsHealthByACommandThatExists() throws IOException {
    List<String> words = list("HEALTHCHECK");
    int command = words.indexOf("/opt/rdgateway/rdgateway.jar") + 1;
    Started help = Started.run(folder, words.get(command), "--help");

    assertEquals(0, help.code(), help::err);
    words.subList(command + 1, words.size()).stream()
        .filter(word -> word.startsWith("--"))
        .forEach(option -> assertTrue(help.out().contains(option), option));
  }

  private static List<String> list(String instruction) throws IOException {
    String line =
        lines(PROJECT.resolve("Dockerfile")).stream()
            .filter(one -> one.startsWith(instruction + " "))
            .findFirst()
            .orElseThrow();
    Matcher word = QUOTED.matcher(line);
    List<String> words = new ArrayList<>();
    while (word.find()) {
      words.add(word.group(1));
    }
    return words;
  }
}
