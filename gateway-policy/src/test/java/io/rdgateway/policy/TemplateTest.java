/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that carry a value of the user who asks. */
class TemplateTest {

  private static UserPrincipal user(String name, String... workstations) {
    return new UserPrincipal(
        "1",
        name,
        Set.of("rdg-users"),
        Map.of("workstation", List.of(workstations)),
        AuthScheme.NTLM,
        Instant.EPOCH,
        null,
        null);
  }

  private static Decision<ChannelGrant> ask(
      String template, UserPrincipal who, String name, String address) {
    return RulePolicy.builder()
        .resourceRule(
            ResourceRule.builder("r", Subjects.ofGroups("rdg-users")).hosts(template).build())
        .build()
        .authorizeChannel(Requests.channel(who, name, address, 3389));
  }

  private static void assertCovers(
      boolean covered, String template, UserPrincipal who, String name, String address) {
    Decision<ChannelGrant> decision = ask(template, who, name, address);
    if (covered) {
      assertEquals(new Decision.Allow<>(ChannelGrant.plain(), "r"), decision);
    } else {
      assertInstanceOf(Decision.Deny.class, decision);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pc-${user}.corp.example, alice, pc-alice.corp.example, true",
    "PC-${user}.Corp.Example., ALICE, pc-alice.corp.example, true",
    "pc-${user}.corp.example, alice, pc-bob.corp.example, false",
    "pc-${user}.corp.example, alice, pc-alice.corp.example.evil, false",
    "pc-${user}.corp.example, alice, alice, false",
    "pc-${user}, alice, pc-alice, true",
    "${user}-pc, alice, alice-pc, true",
    "${user}, alice, alice, true",
    "${user}, alice, bob, false",
    // The name without domain and realm.
    "pc-${user}, CORP\\Alice, pc-alice, true",
    "pc-${user}, alice@corp.example, pc-alice, true",
    "pc-${user}, CORP\\alice, pc-corp, false",
    "pc-${user}, a@b@corp.example, pc-a, false",
    "pc-${user}, a@b@corp.example, pc-a@b, false",
    "pc-${user}, CORP\\x\\alice, pc-alice, false",
    "pc-${user}, alice/admin@CORP, pc-alice, false",
    // A value is literal.
    "pc-${user}, *, pc-alice, false",
    "pc-${user}, *, pc-*, false",
    "pc-${user}, alic?, pc-alice, false",
    "pc-${user}, 'a b', 'pc-a b', false",
    "${user}, \u212Aim, kim, false",
    "${user}, j\u00FCrgen, j\u00FCrgen, false",
    "${user}, @corp.example, '', false",
    "pc-${user}.example, @corp.example, pc-.example, false",
    "${user}.example, a..b, a..b.example, false",
    "${user}.example, .a, .a.example, false",
    "${user}, 167837953, 167837953, false",
    "pc.${user}, 10, pc.10, false",
    "${user}.example, anna.meier, anna.meier.example, true",
  })
  void theHostThatCarriesTheUsersName(String template, String user, String name, boolean covered) {
    assertCovers(covered, template, user(user), name, "10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "${attribute.workstation}, pc7, pc7, 10.0.0.7, true",
    "${attribute.workstation}, PC7.Corp.Example, pc7.corp.example, 10.0.0.7, true",
    "${attribute.workstation}, pc7, pc8, 10.0.0.7, false",
    "${attribute.workstation}, pc7 pc8, pc8, 10.0.0.7, true",
    "${attribute.workstation}, '', pc7, 10.0.0.7, false",
    "${attribute.workstation}, '', '', 10.0.0.7, false",
    "${attribute.other}, pc7, pc7, 10.0.0.7, false",
    "${attribute.Workstation}, pc7, pc7, 10.0.0.7, false",
    "${attribute.workstation}, *, pc7, 10.0.0.7, false",
    "${attribute.workstation}, *.corp.example, pc7.corp.example, 10.0.0.7, false",
    "${attribute.workstation}.corp.example, pc7, pc7.corp.example, 10.0.0.7, true",
    "${attribute.workstation}.corp.example, pc7, pc7, 10.0.0.7, false",
    // Alone it may be an address, which still opens nothing that is reserved.
    "${attribute.workstation}, 10.0.0.7, anything, 10.0.0.7, true",
    "${attribute.workstation}, 10.0.0.7, 10.0.0.7, 10.0.0.7, true",
    "${attribute.workstation}, 10.0.0.7, 10.0.0.7, 10.0.0.8, false",
    "${attribute.workstation}, 2001:DB8:0::1, pc, 2001:db8::1, true",
    "${attribute.workstation}, 127.0.0.1, localhost, 127.0.0.1, true",
    "${attribute.workstation}, 10.0.0.0/8, pc, 10.0.0.7, false",
    "x${attribute.workstation}, 10.0.0.7, pc, 10.0.0.7, false",
  })
  void theHostThatAnAttributeNames(
      String template, String values, String name, String address, boolean covered) {
    assertCovers(covered, template, user("alice", values.split(" ", -1)), name, address);
  }

  @Test
  void aMissingAttributeCoversNothing() {
    UserPrincipal bare = Requests.user("1", "alice", "rdg-users");
    assertCovers(false, "${attribute.workstation}", bare, "pc7", "10.0.0.7");
    assertCovers(false, "${attribute.workstation}", user("alice"), "pc7", "10.0.0.7");
    assertCovers(false, "pc${attribute.workstation}", bare, "pc", "10.0.0.7");
  }

  @Test
  void withoutAUserItCoversNothing() {
    Target template = Target.parse("${user}");
    assertFalse(template.covers("${user}", Requests.address("10.0.0.1")));
    assertFalse(template.covers("user", Requests.address("10.0.0.1")));
  }

  @Test
  void isWrittenAsItIsRead() {
    for (String text :
        List.of("${user}", "pc-${user}.corp.example", "${attribute.My-Attr_1.x}", "a${user}b")) {
      assertEquals(text, Target.parse(text).text());
      assertInstanceOf(Target.Template.class, Target.parse(text));
    }
    assertEquals(Target.parse("pc-${user}.corp"), Target.parse("PC-${user}.CORP."));
  }

  static Stream<String> wrong() {
    return Stream.of(
        "${}",
        "${User}",
        "${group}",
        "${attribute}",
        "${attribute.}",
        "${attribute.a b}",
        "${attribute." + "x".repeat(65) + "}",
        "${user",
        "${user}${user}",
        "${user}.${attribute.site}",
        "${${user}}",
        "*.${user}.example",
        "${user}.*.example",
        "pc-??${user}",
        "${user}:3389",
        "${user}/8",
        "${user}.1",
        "${user}..example",
        ".${user}",
        "${user} ",
        "a b${user}",
        "x".repeat(253) + "${user}");
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refusesWhatIsNoTemplate(String text) {
    assertThrows(IllegalArgumentException.class, () -> Target.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$user", "$", "a$b", "{user}"})
  void refusesWhatOnlyLooksLikeOne(String text) {
    assertThrows(IllegalArgumentException.class, () -> Target.parse(text));
  }
}
