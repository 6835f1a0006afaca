/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a JVM by {@code jcmd}. */
final class Heap {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final Path jcmd;
  private final long pid;

  Heap(Path javaHome, long pid) {
    jcmd = javaHome.resolve("bin").resolve("jcmd");
    this.pid = pid;
  }

  /** The live heap: after a full collection, and another for what the first has let go of. */
  long liveKib() throws IOException, InterruptedException {
    ask("GC.run");
    ask("GC.run");
    return usedKib(ask("GC.heap_info"));
  }

  String flags() throws IOException, InterruptedException {
    return ask("VM.flags").lines().skip(1).reduce("", (a, b) -> a + b).strip();
  }

  /** Adds the generations up; what is outside of the heap does not count. */
  static long usedKib(String heapInfo) {
    long sum = 0;
    boolean found = false;
    for (String line : heapInfo.lines().map(String::strip).toList()) {
      Matcher used = USED.matcher(line);
      boolean outside = line.startsWith("Metaspace") || line.startsWith("class space");
      if (!outside && used.find()) {
        sum += Long.parseLong(used.group(1));
        found = true;
      }
    }
    if (!found) {
      throw new IllegalArgumentException("no heap in: " + heapInfo);
    }
    return sum;
  }

  private String ask(String question) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(jcmd.toString(), Long.toString(pid), question))
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + question + " failed: " + answer.strip());
    }
    return answer;
  }
}
