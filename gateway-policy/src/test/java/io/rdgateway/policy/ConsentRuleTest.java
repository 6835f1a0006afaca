/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.policy.file.PolicyFile;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentRuleTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 50000);
  private static final ConnectionInfo CONNECTION =
      new ConnectionInfo(
          "c1", TransportKind.WEBSOCKET, CLIENT, CLIENT, null, List.of(), null, null, null, null);
  private static final UserPrincipal ALICE =
      UserPrincipal.of("id-1", "alice", Set.of("staff"), AuthScheme.NTLM, Instant.EPOCH);

  private static String shown(String conditions) {
    String file =
        "version: 1\nconsent-messages:\n  - name: a\n    text: Agree\n    " + conditions + "\n";
    return PolicyFile.parse(file, "test")
        .consent(ALICE, CONNECTION)
        .map(ConsentMessage::text)
        .orElse("nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enabled: true                     | Agree",
        "enabled: false                    | nothing",
        "groups: [STAFF]                   | Agree",
        "groups: [guests]                  | nothing",
        "users: [alice, bob]               | Agree",
        "users: [bob]                      | nothing",
        "sign-in: [password]               | Agree",
        "sign-in: [token, certificate]     | nothing",
        "schemes: [NTLM]                   | Agree",
        "schemes: [Basic]                  | nothing",
        "client-networks: [192.0.2.0/24]   | Agree",
        "client-networks: [198.51.100.0/24]| nothing",
      })
  void eachConditionShowsAndHides(String condition, String text) {
    assertEquals(text, shown(condition));
  }

  @Test
  void theFirstThatMatchesIsShown() {
    RulePolicy policy =
        RulePolicy.builder()
            .consentRule(
                ConsentRule.builder("guests", "A").subjects(Subjects.ofGroups("guests")).build())
            .consentRule(ConsentRule.builder("all", "B").required(false).build())
            .consentRule(ConsentRule.builder("never", "C").build())
            .build();
    assertEquals(Optional.of(new ConsentMessage("B", false)), policy.consent(ALICE, CONNECTION));
  }

  @Test
  void aTextIsRequiredUnlessTheFileSaysOtherwise() {
    assertEquals(new ConsentMessage("x", true), ConsentRule.builder("a", "x").build().message());
  }

  @Test
  void noRuleShowsNothing() {
    assertEquals(Optional.empty(), RulePolicy.builder().build().consent(ALICE, CONNECTION));
  }

  @Test
  void textsThatNoClientCanBeShownAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ConsentRule.builder("a", "").build());
    assertThrows(IllegalArgumentException.class, () -> ConsentRule.builder("a", "x\0").build());
    assertThrows(
        IllegalArgumentException.class, () -> ConsentRule.builder("a", "x".repeat(10_001)).build());
  }

  @Test
  void aNameIsTakenOnce() {
    RulePolicy.Builder policy =
        RulePolicy.builder().consentRule(ConsentRule.builder("a", "x").build());
    assertThrows(
        IllegalArgumentException.class,
        () -> policy.consentRule(ConsentRule.builder("A", "y").build()));
  }
}
