/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The index finds what asking every target would find. */
class ResourceIndexTest {

  private static final Subjects SUBJECTS = Subjects.ofUsers("x");

  private static String label(SplittableRandom random, String letters) {
    StringBuilder label = new StringBuilder();
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      label.append(letters.charAt(random.nextInt(letters.length())));
    }
    return label.toString().replaceAll("\\*+", "*");
  }

  private static String name(SplittableRandom random, String letters) {
    String name = label(random, letters);
    for (int n = random.nextInt(3); n > 0; n--) {
      name += "." + label(random, n == 1 ? "ab" : letters);
    }
    return name;
  }

  private static InetAddress address(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(3) == 0 ? 16 : 4];
    bytes[0] = 32;
    bytes[bytes.length - 1] = (byte) random.nextInt(256);
    return AddressText.ofBytes(bytes);
  }

  private static Target target(SplittableRandom random) {
    InetAddress address = address(random);
    int bits = address.getAddress().length * 8;
    return switch (random.nextInt(6)) {
      case 0 -> new Target.HostName(name(random, "ab"));
      case 1 -> new Target.Address(address);
      case 2 -> {
        int length = random.nextInt(4) == 0 ? random.nextInt(bits) : bits - random.nextInt(9);
        yield new Target.AddressRange(Target.AddressRange.network(address, length), length);
      }
      case 3 -> {
        String before = random.nextBoolean() ? "" : label(random, "ab");
        String after = random.nextBoolean() ? "" : "." + label(random, "ab");
        yield new Target.Template(before, "attribute.v", after);
      }
      default -> {
        String pattern = name(random, "ab?*");
        yield pattern.matches("[ab.]*") ? new Target.HostName(pattern) : Target.parse(pattern);
      }
    };
  }

  private static boolean covers(Target target, ChannelFacts facts, InetAddress address) {
    return facts.names().stream()
        .anyMatch(
            name ->
                target instanceof Target.Template template
                    ? template.covers(facts.who(), name, address)
                    : target.covers(name, address));
  }

  @Test
  void findsWhatCoversAndNothingElse() {
    int[] found = {0};
    Seeds.check(
        5_000,
        random -> {
          List<ResourceRule> rules = new ArrayList<>();
          for (int i = random.nextInt(1, 12); i > 0; i--) {
            rules.add(ResourceRule.builder("r" + i, SUBJECTS).targets(target(random)).build());
          }
          UserPrincipal who =
              new UserPrincipal(
                  "1",
                  "x",
                  Set.of(),
                  Map.of("v", List.of(label(random, "ab"), name(random, "ab"))),
                  AuthScheme.NTLM,
                  Instant.EPOCH,
                  null,
                  null);
          Set<String> names = new LinkedHashSet<>();
          for (int n = random.nextInt(1, 4); n > 0; n--) {
            names.add(name(random, "ab"));
          }
          InetAddress address = address(random);
          ChannelFacts facts = new ChannelFacts(Identity.of(who), names, address, 3389);
          ResourceIndex index = new ResourceIndex(rules, Map.of());
          BitSet indexed = index.naming(address);
          indexed.or(index.named(facts));
          indexed.or(index.wide(facts));
          BitSet expected = new BitSet();
          for (int place = 0; place < rules.size(); place++) {
            expected.set(place, covers(rules.get(place).targets().get(0), facts, address));
          }
          assertEquals(expected, indexed, rules + " " + names + " " + address);
          found[0] += expected.cardinality();
        });
    assertTrue(found[0] > 1_000, found[0] + " found");
  }

  @Test
  void textsAreLiteralUpToTheFirstAndFromTheLastWildcard() {
    for (String[] row :
        new String[][] {
          {"*.corp.example", "", ".corp.example"},
          {"vdi-??", "vdi-", ""},
          {"a*b.corp", "a", "b.corp"},
          {"a.*.x?y.corp", "a.", "y.corp"},
          {"?", "", ""},
        }) {
      Target.HostPattern pattern = new Target.HostPattern(row[0]);
      assertEquals(row[1], pattern.literalPrefix());
      assertEquals(row[2], pattern.literalSuffix());
    }
  }
}
