/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The spellings of one host are one target. */
class HostAliasesTest {

  private static final String NAME = "pc7.corp.example";

  /** One host with all its spellings; nothing is known of others. */
  private static final HostAliases PC7 =
      (name, address) ->
          address.equals(Requests.address("10.0.0.7"))
                  && Set.of("pc7", NAME, "10.0.0.7").contains(name)
              ? Set.of("PC7", "PC7.Corp.Example.")
              : Set.of();

  private static boolean allows(HostAliases aliases, String target, String name, String address) {
    return RulePolicy.builder()
            .hostAliases(aliases)
            .resourceRule(
                ResourceRule.builder("r", Subjects.ofUsers("alice")).hosts(target).build())
            .build()
            .authorizeChannel(Requests.channel(Requests.ALICE, name, address, 3389))
        instanceof Decision.Allow;
  }

  @ParameterizedTest
  @CsvSource({
    "pc7.corp.example, pc7, 10.0.0.7",
    "pc7.corp.example, 10.0.0.7, 10.0.0.7",
    "pc7, pc7.corp.example, 10.0.0.7",
    "pc7, 10.0.0.7, 10.0.0.7",
    "*.corp.example, pc7, 10.0.0.7",
    "*.corp.example, 10.0.0.7, 10.0.0.7",
    "pc?, pc7.corp.example, 10.0.0.7",
  })
  void eachSpellingOfAHostIsCoveredByAnyOther(String target, String name, String address) {
    assertEquals(true, allows(PC7, target, name, address));
    assertEquals(false, allows((n, a) -> Set.of(), target, name, address));
  }

  @Test
  void aTemplateSeesTheOtherNames() {
    assertEquals(true, allows((n, a) -> Set.of("pc-alice"), "pc-${user}", "x", "10.0.0.7"));
    assertEquals(false, allows((n, a) -> Set.of("pc-bob"), "pc-${user}", "x", "10.0.0.7"));
  }

  @Test
  void whatIsNotTheSameHostStaysAnother() {
    assertEquals(false, allows(PC7, NAME, "pc7", "10.0.0.8"));
    assertEquals(false, allows(PC7, NAME, "pc8", "10.0.0.7"));
    assertEquals(true, allows(PC7, NAME, NAME, "10.0.0.8"));
  }

  @Test
  void aNameOpensNoReservedAddressByAnAlias() {
    RulePolicy policy =
        RulePolicy.builder()
            .hostAliases((name, address) -> Set.of("localhost", "127.0.0.1"))
            .resourceRule(
                ResourceRule.builder("r", Subjects.ofUsers("alice")).hosts("localhost").build())
            .resourceRule(
                ResourceRule.builder("a", Subjects.ofUsers("alice")).hosts("127.0.0.2").build())
            .build();
    assertEquals(
        new Decision.Allow<>(ChannelGrant.plain(), "r"),
        policy.authorizeChannel(Requests.channel(Requests.ALICE, "x", "127.0.0.1", 3389)));
  }

  @Test
  void tooManyNamesRefuse() {
    ChannelRequest request = Requests.channel(Requests.ALICE, "pc", "10.0.0.1", 3389);
    for (int count : new int[] {HostAliases.MAX_NAMES, HostAliases.MAX_NAMES + 1}) {
      Set<String> names =
          IntStream.range(0, count).mapToObj(i -> "n" + i).collect(Collectors.toSet());
      RulePolicy policy =
          RulePolicy.builder()
              .hostAliases((name, address) -> names)
              .resourceRule(ResourceRule.builder("r", Subjects.ofUsers("alice")).anyHost().build())
              .build();
      if (count <= HostAliases.MAX_NAMES) {
        assertEquals(Decision.Allow.class, policy.authorizeChannel(request).getClass());
      } else {
        assertThrows(IllegalStateException.class, () -> policy.authorizeChannel(request));
      }
    }
  }

  @Test
  void isKeptWithThePolicy() {
    RulePolicy policy =
        RulePolicy.builder()
            .hostAliases(PC7)
            .resourceRule(ResourceRule.builder("r", Subjects.ofUsers("alice")).hosts(NAME).build())
            .build();
    assertEquals(
        Decision.Allow.class,
        policy.toBuilder()
            .build()
            .authorizeChannel(Requests.channel(Requests.ALICE, "pc7", "10.0.0.7", 3389))
            .getClass());
  }
}
