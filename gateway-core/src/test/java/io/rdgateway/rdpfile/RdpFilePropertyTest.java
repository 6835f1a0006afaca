/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.testing.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every file and every value. */
class RdpFilePropertyTest {
  private static final List<RdpProperty> ALL = List.of(RdpProperty.values());

  private static final String AWKWARD =
      "az09:;,|\\\"' \t\r\n\0\u0085\u00e9\u202e\u2028\ud83d\ude00";

  @Test
  void everyFileThatCanBeBuiltIsReadBackTheSame() {
    Seeds.forEach(
        "rdp-round-trip",
        2_000,
        random -> {
          RdpFile file = random(random);
          for (RdpEncoding encoding : RdpEncoding.values()) {
            RdpFile again = RdpFile.parse(file.toBytes(encoding));
            assertEquals(file, again);
            assertEquals(file.lines().size(), again.lines().size());
          }
        });
  }

  @Test
  void aValueIsRefusedOrStaysOneValue() {
    Seeds.forEach(
        "rdp-injection",
        5_000,
        random -> {
          String value = awkward(random);
          RdpFile file;
          try {
            file =
                RdpFile.builder()
                    .host("pc.example", 3389)
                    .set(RdpProperty.USER_NAME, value)
                    .build();
          } catch (IllegalArgumentException e) {
            assertTrue(
                value.codePoints().anyMatch(c -> c < ' ' || c > 0x7F) || value.endsWith(" "),
                value);
            return;
          }
          RdpFile again = RdpFile.parse(file.toBytes(RdpEncoding.UTF_16LE));
          assertEquals(2, again.lines().size());
          assertEquals(value, again.text(RdpProperty.USER_NAME).orElseThrow());
        });
  }

  private static RdpFile random(Random random) {
    RdpFile.Builder file = RdpFile.builder();
    for (int i = random.nextInt(20); i > 0; i--) {
      RdpProperty property = ALL.get(random.nextInt(ALL.size()));
      try {
        if (random.nextInt(5) == 0) {
          file.set(
              new RdpLine(
                  "custom " + random.nextInt(9), "isb".charAt(random.nextInt(3)), "0" + i % 10));
        } else if (property.isNumber()) {
          file.set(property, random.nextInt(4));
        } else {
          file.set(property, awkward(random));
        }
      } catch (IllegalArgumentException e) {
        file.remove(property);
      }
    }
    return file.build();
  }

  private static String awkward(Random random) {
    StringBuilder text = new StringBuilder();
    int[] characters = AWKWARD.codePoints().toArray();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }
}
