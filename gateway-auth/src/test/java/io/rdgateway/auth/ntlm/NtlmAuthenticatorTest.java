/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.ntlm.Conversation.ALICE;
import static io.rdgateway.auth.ntlm.Conversation.IDENTITY;
import static io.rdgateway.auth.ntlm.Conversation.start;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifiers behind the acceptor, and its configuration. */
class NtlmAuthenticatorTest {
  private final TestClient client = new TestClient();
  private final NtlmAuthenticator acceptor = Conversation.acceptor(ALICE).build();

  @Test
  void aFailingVerifierFailsTheSignIn() {
    NtlmVerifier failing =
        (proof, context) -> {
          throw new IOException("no answer");
        };
    assertThrows(
        IOException.class, () -> client.signIn(Conversation.acceptorOver(failing).build(), null));
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless verifier does
  void aVerifierWithoutAnswerRefuses() throws Exception {
    assertEquals(
        "hook-failed",
        outcome(client.signIn(Conversation.acceptorOver((proof, context) -> null).build(), null)));
    assertEquals(
        "hook-failed",
        outcome(client.signIn(Conversation.acceptor((user, domain) -> null).build(), null)));
  }

  @Test
  void theVerifierSeesWhatTheClientTyped() throws Exception {
    NtlmProof[] seen = new NtlmProof[1];
    NtlmVerifier verifier =
        (proof, context) -> {
          seen[0] = proof;
          return NtlmVerifier.of(ALICE).verify(proof, context);
        };
    client.user = "Alice@Corp.Example";
    client.domain = "";
    assertEquals(
        "Accepted", outcome(client.signIn(Conversation.acceptorOver(verifier).build(), null)));
    NtlmProof proof = seen[0];
    assertEquals("Alice@Corp.Example", proof.userName());
    assertEquals("", proof.domain());
    assertEquals("PC7", proof.workstation());
    assertArrayEquals(Vectors.SERVER_CHALLENGE, proof.serverChallenge());
    assertFalse(proof.toString().contains(Vectors.hex(proof.ntResponse())));
  }

  @ParameterizedTest
  @CsvSource({"NTLM, NTLM", "Negotiate, NTLM", "SSPI_NTLM, SSPI_NTLM"})
  void reviewsThoseWhomItSignsInItself(String offered, String reviewed) {
    var offering = Conversation.acceptor(ALICE).schemes(AuthScheme.of(offered)).build();
    for (AuthScheme scheme :
        List.of(AuthScheme.NTLM, AuthScheme.NEGOTIATE, AuthScheme.SSPI_NTLM, AuthScheme.BASIC)) {
      assertEquals(
          scheme.equals(AuthScheme.of(reviewed)), offering.reviews(scheme), scheme::toString);
    }
  }

  @Test
  void reviewsReachTheSource() throws Exception {
    Revalidation answer =
        new Revalidation.Changed(IDENTITY.signedIn(AuthScheme.NTLM, Vectors.TIME));
    NtHashSource source =
        new NtHashSource() {
          @Override
          public NtHashLookup find(String userName, String domain) throws Exception {
            return ALICE.find(userName, domain);
          }

          @Override
          public CompletionStage<Revalidation> revalidate(
              UserPrincipal principal, Executor blocking) {
            return CompletableFuture.completedFuture(answer);
          }
        };
    assertSame(
        answer,
        Conversation.acceptor(source)
            .build()
            .revalidate(IDENTITY.signedIn(AuthScheme.NTLM, Vectors.TIME), Runnable::run)
            .toCompletableFuture()
            .get());
  }

  @Test
  void wrongConfigurationsAreRefused() {
    var builder = Conversation.acceptor(ALICE);
    assertThrows(ConfigurationException.class, builder::schemes);
    assertThrows(ConfigurationException.class, () -> builder.schemes(AuthScheme.BASIC));
    assertThrows(
        ConfigurationException.class,
        () -> builder.schemes(AuthScheme.NTLM, AuthScheme.of("ntlm")));
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMinutes(5).plusNanos(1))) {
      assertThrows(ConfigurationException.class, () -> builder.challengeLifetime(wrong));
    }
  }

  @Test
  void targetNamesAreChecked() {
    assertEquals(
        "AVERYLONGNAMEFO",
        TargetNames.standAlone("averylongnameforagateway.example.com").netbiosComputer());
    for (String wrong : List.of("", ".example", "a b", "::1", "a".repeat(256))) {
      assertThrows(IllegalArgumentException.class, () -> TargetNames.standAlone(wrong));
    }
    assertThrows(
        IllegalArgumentException.class, () -> new TargetNames("GW", "A".repeat(16), "gw", null));
  }

  @Test
  void textFormsHideSecrets() {
    var verified = new NtlmVerification.Verified(IDENTITY, Vectors.hex("aa".repeat(16)));
    assertFalse(verified.toString().toLowerCase(Locale.ROOT).contains("aaaa"));
    assertFalse(
        new NtHashLookup.Found(IDENTITY, NtHash.ofPassword(Vectors.PASSWORD))
            .toString()
            .contains("217e"));
    assertThrows(
        IllegalArgumentException.class, () -> new NtlmVerification.Verified(IDENTITY, new byte[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new NtlmProof("alice", "", "", new byte[8], new byte[43]));
    assertEquals(
        "Challenge[166 bytes]", start(acceptor, AuthScheme.NTLM, client.negotiate).toString());
  }
}
