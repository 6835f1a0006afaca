/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.policy.PolicyGenerator;
import io.rdgateway.policy.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Replays the corpus of the fuzz target, and mutates valid files. */
class PolicyFileFuzzTargetTest {

  private static final String[] PIECES = {
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "\n",
    "\n  ",
    "\t",
    "\"",
    "'",
    "*a",
    "&a ",
    "!!str ",
    "!",
    "|\n",
    ">\n",
    "? ",
    "# ",
    "---\n",
    "...\n",
    "%YAML 9.9\n",
    "\\",
    "\\U",
    "~",
    "true",
    "null",
    "0x",
    "1e999",
    "99999999999",
    "::",
    "/33",
    "**",
    "any",
    "all",
    "\u0000",
    "\uFEFF",
    "\u2028",
    "<<: "
  };

  @Test
  void replaysTheCorpus() throws IOException, URISyntaxException {
    URL folder = PolicyFileFuzzTarget.class.getResource("PolicyFileFuzzTarget");
    assertNotNull(folder);
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      List<Path> samples = files.sorted().toList();
      assertTrue(samples.size() >= 8, samples.toString());
      for (Path sample : samples) {
        boolean valid = String.valueOf(sample.getFileName()).startsWith("valid-");
        assertEquals(
            valid, PolicyFileFuzzTarget.accepts(Files.readAllBytes(sample)), sample.toString());
      }
    }
  }

  @Test
  void whateverTheFileItIsAPolicyOrAMistake() {
    int[] accepted = {0};
    Seeds.check(
        20_000,
        random -> {
          String valid =
              random.nextInt(4) == 0
                  ? Samples.COMPLETE
                  : PolicyFile.write(new PolicyGenerator(random).policy());
          byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
          for (int n = random.nextInt(1, 5); n > 0; n--) {
            bytes = mutated(bytes, random);
          }
          accepted[0] += PolicyFileFuzzTarget.accepts(bytes) ? 1 : 0;
        });
    assertTrue(accepted[0] > 200 && accepted[0] < 19_000, accepted[0] + " accepted");
  }

  @Test
  void everyTruncationIsAPolicyOrAMistake() {
    byte[] bytes = Samples.COMPLETE.getBytes(StandardCharsets.UTF_8);
    int accepted = 0;
    for (int length = 0; length <= bytes.length; length++) {
      accepted += PolicyFileFuzzTarget.accepts(Arrays.copyOf(bytes, length)) ? 1 : 0;
    }
    assertTrue(accepted > 0 && accepted < bytes.length, accepted + " accepted");
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(1, 24));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    switch (random.nextInt(6)) {
      case 0 -> {
        // The piece is gone.
      }
      case 1 -> {
        out.write(bytes, from, to - from);
        out.write(bytes, from, to - from);
      }
      case 2 -> {
        out.write(random.nextInt(256));
        to = Math.min(bytes.length, from + 1);
      }
      case 3 -> {
        int other = random.nextInt(bytes.length + 1);
        out.write(bytes, other, Math.min(bytes.length - other, 24));
        to = from;
      }
      case 4 -> to = bytes.length;
      default -> {
        out.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
        to = from;
      }
    }
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
