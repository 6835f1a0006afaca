/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.Shapes.openLdap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.ntlm.NtlmProof;
import io.rdgateway.auth.ntlm.NtlmVerification;
import io.rdgateway.spi.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class NtlmHelperTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Shapes.NOW);
  private static final Instant LATER = Shapes.NOW.plusSeconds(30);

  private NtlmHelper helper = helper(1, Duration.ofSeconds(30));

  @AfterEach
  void close() {
    helper.close();
  }

  private static NtlmHelper helper(int processes, Duration patience) {
    return new NtlmHelper(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FakeNtlmAuth.class.getName()),
        processes,
        patience);
  }

  private NtlmHelper.Answer ask(String user) throws Exception {
    return helper.ask(proof(user, "CORP"), LATER, CLOCK);
  }

  private static NtlmProof proof(String user, String domain) throws Exception {
    return NtHashCheckTest.proof(user, domain, NtHash.ofPassword("any"));
  }

  /** A reader of one dot would give Alice the answer to the wrong password before. */
  @Test
  void aRefusalDoesNotSpoilTheNextAnswer() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEquals("wrong-password", ask("mallory").refusal().code());
      assertEquals("account-locked", ask("locked").refusal().code());
      assertEquals(
          FakeNtlmAuth.KEY,
          HexFormat.of()
              .withUpperCase()
              .formatHex(Objects.requireNonNull(ask("alice").sessionBaseKey())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nokey", "zerokey", "both", "long", "many", "gone", "noserver"})
  void strangeAnswersAreRefusals(String user) throws Exception {
    NtlmHelper.Answer answer = ask(user);
    assertEquals(null, answer.sessionBaseKey());
    assertEquals("unavailable", answer.refusal().code());
    assertTrue(ask("alice").sessionBaseKey() != null, "the next one suffers");
  }

  /** As Samba 4.17 said them of an Active Directory. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "When trying to update a password, this return status indicates that the value provided as"
            + " the current password is not correct.|wrong-password",
        "The referenced account is currently disabled and cannot be logged on to.|account-disabled",
        "The user account has expired.|account-expired",
        "The user password must be changed before logging on the first time.|password-must-change",
        "Reading winbind reply failed!|unavailable",
        "NT_STATUS_ACCOUNT_LOCKED_OUT|account-locked",
        "something else|bind-refused"
      })
  void wordsOfTheHelper(String words, String code) {
    assertEquals(code, HelperErrors.reason(words).code());
  }

  @Test
  void aHelperThatIsLateIsKilled() throws Exception {
    helper.close();
    helper = helper(1, Duration.ofMillis(1500));
    assertEquals("unavailable", ask("silent").refusal().code());
  }

  /** The shell is the helper here, and {@code cat} keeps its pipe open. */
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatALateWrapperHasStartedIsKilledToo() throws Exception {
    helper.close();
    helper = new NtlmHelper(List.of("/bin/sh", "-c", "cat; true"), 1, Duration.ofMillis(500));
    assertEquals("unavailable", ask("alice").refusal().code());
  }

  @Test
  void whatWouldEndALineNeverReachesTheHelper() throws Exception {
    for (String name :
        List.of("a\nUsername: alice", "a\r", "a\0", "x".repeat(300), " ", "\u202e")) {
      assertEquals("unknown-user", ask(name).refusal().code());
    }
    assertEquals(
        "unknown-user", helper.ask(proof("alice", "x\n.\n"), LATER, CLOCK).refusal().code());
    assertTrue(helper.ask(proof("alice@example.org", ""), LATER, CLOCK).sessionBaseKey() != null);
  }

  @Test
  void manyAskFewHelpers() throws Exception {
    helper.close();
    helper = helper(2, Duration.ofSeconds(30));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        boolean alice = i % 2 == 0;
        answers.add(
            threads.submit(
                () -> (ask(alice ? "alice" : "mallory").sessionBaseKey() != null) == alice));
      }
      for (Future<Boolean> right : answers) {
        assertTrue(right.get(), "somebody got another's answer");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void programsThatDoNotStart() throws Exception {
    helper.close();
    helper = new NtlmHelper(List.of("/nonexistent/ntlm_auth"), 1, Duration.ofSeconds(1));
    assertEquals("unavailable", ask("alice").refusal().code());
    assertThrows(
        ConfigurationException.class, () -> new NtlmHelper(List.of("x"), 0, Duration.ofSeconds(1)));
    assertThrows(
        ConfigurationException.class, () -> new NtlmHelper(List.of("x"), 1, Duration.ZERO));
  }

  @Test
  void afterTheEndNobodyIsAsked() throws Exception {
    helper.close();
    assertEquals("unavailable", ask("alice").refusal().code());
  }

  @ParameterizedTest
  @CsvSource({
    "alice,EXAMPLE,EXAMPLE\\alice",
    "alice@example.org,'',EXAMPLE\\alice",
    "mallory,EXAMPLE,wrong-password",
    "bob,OTHER,unknown-user"
  })
  void theDirectoryTellsWhoItIs(String user, String domain, String expected) throws Exception {
    try (TestDirectory server = openLdap();
        LdapDirectory directory =
            openLdap(server, GroupLookup.MEMBER_OF).ntlmHelper(helper).build()) {
      NtlmVerification found =
          directory.ntlm().orElseThrow().verify(proof(user, domain), Fixtures.context());
      assertEquals(
          expected,
          found instanceof NtlmVerification.Refused refused
              ? refused.reason().code()
              : ((NtlmVerification.Verified) found).identity().name());
      if (found instanceof NtlmVerification.Verified verified) {
        assertTrue(verified.identity().groups().contains("all"));
        assertFalse(verified.toString().contains(FakeNtlmAuth.KEY.substring(2, 10)));
      }
    }
  }
}
