/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import static io.rdgateway.auth.Fixtures.context;
import static io.rdgateway.auth.Fixtures.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.certificate.TestAuthority.Behaviour;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tls.ClientTrust;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates before the authenticator, with an authority that can be asked. */
class CertificateAuthenticatorTest {
  private static final String UPN = "alice@corp.example";

  private final MemoryUserStore store = new MemoryUserStore("corp.example");
  private final KeyPair keys;
  private final TestAuthority authority;
  private Instant now = Instant.now();

  CertificateAuthenticatorTest() throws Exception {
    keys = TestAuthority.keys();
    authority = new TestAuthority("users");
  }

  @BeforeEach
  void addAlice() throws Exception {
    store.add(StoredUser.of("id-1", "alice", PasswordHash.create("Secret-1")));
  }

  @AfterEach
  void close() {
    authority.close();
  }

  private CertificateAuthenticator.Builder builder() {
    return CertificateAuthenticator.builder(
            ClientTrust.of(List.of(authority.certificate())),
            CertificateUsers.byUserPrincipalName(store))
        .clock(() -> now);
  }

  private TestAuthority.Issue alice() {
    return authority.new Issue("CN=Alice", keys).upn(UPN);
  }

  private static AuthenticationResult signIn(
      CertificateAuthenticator authenticator, X509Certificate... chain) throws Exception {
    return authenticator.proceed(
        new Credential.ClientCertificate(AuthScheme.CERTIFICATE, List.of(chain)), context());
  }

  private static UserPrincipal principal(AuthenticationResult result) {
    return assertInstanceOf(AuthenticationResult.Accepted.class, result, () -> outcome(result))
        .principal();
  }

  // Who it is.

  @Test
  void theUserIsFoundByTheUserPrincipalName() throws Exception {
    Instant end = now.plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
    UserPrincipal user = principal(signIn(builder().build(), alice().until(end).make()));
    assertEquals("id-1", user.id());
    assertEquals(AuthScheme.CERTIFICATE, user.scheme());
    assertEquals(now, user.authenticatedAt());
    assertEquals(end, user.validUntil());
  }

  @Test
  void oneNameIsNeeded() throws Exception {
    var authenticator = builder().build();
    X509Certificate none = authority.new Issue("CN=alice", keys).make();
    assertEquals("certificate-no-name", outcome(signIn(authenticator, none)));
    X509Certificate two = alice().upn("bob@corp.example").make();
    assertEquals("certificate-no-name", outcome(signIn(authenticator, two)));
    X509Certificate unprintable = authority.new Issue("CN=a", keys).upn("alice\n").make();
    assertEquals("certificate-no-name", outcome(signIn(authenticator, unprintable)));
    X509Certificate bob = authority.new Issue("CN=a", keys).upn("bob@corp.example").make();
    assertEquals("unknown-user", outcome(signIn(authenticator, bob)));
    X509Certificate elsewhere = authority.new Issue("CN=a", keys).upn("alice@evil.example").make();
    assertEquals("unknown-user", outcome(signIn(authenticator, elsewhere)));
  }

  @Test
  void theSubjectCanNameTheUser() throws Exception {
    Map<String, CertificateLookup> users =
        Map.of(
            "cn=alice,o=corp",
            new CertificateLookup.Found(
                new Identity("id-7", "Alice", Set.of("staff"), Map.of(), now.plusSeconds(60))));
    var authenticator =
        CertificateAuthenticator.builder(
                ClientTrust.of(List.of(authority.certificate())),
                CertificateUsers.bySubject(
                    name ->
                        users.getOrDefault(
                            name, new CertificateLookup.Missing(RejectReason.UNKNOWN_USER))))
            .clock(() -> now)
            .build();
    X509Certificate alice = authority.new Issue("O=Corp,CN=Alice", keys).make();
    UserPrincipal user = principal(signIn(authenticator, alice));
    assertEquals("id-7", user.id());
    assertEquals(Set.of("staff"), user.groups());
    assertEquals(now.plusSeconds(60), user.validUntil());
    X509Certificate mallory = authority.new Issue("O=Corp,CN=Mallory", keys).make();
    assertEquals("unknown-user", outcome(signIn(authenticator, mallory)));
  }

  // Whether it is good at all.

  @Test
  void badChainsAreRefusedThoughTheHandshakeShouldHaveDone() throws Exception {
    var authenticator = builder().build();
    try (TestAuthority stranger = new TestAuthority("users")) {
      X509Certificate forged = stranger.new Issue("CN=Alice", keys).upn(UPN).make();
      assertEquals("certificate-invalid", outcome(signIn(authenticator, forged)));
      assertEquals(
          "certificate-invalid", outcome(signIn(authenticator, forged, authority.certificate())));
    }
    assertEquals("certificate-invalid", outcome(signIn(authenticator, authority.certificate())));
    assertEquals("certificate-invalid", outcome(signIn(authenticator)));
    assertEquals(
        "certificate-invalid", outcome(signIn(authenticator, alice().forServers().make())));
    X509Certificate alice = alice().until(now.plusSeconds(60)).make();
    assertEquals("Accepted", outcome(signIn(authenticator, alice)));
    now = now.plusSeconds(120);
    assertEquals("certificate-invalid", outcome(signIn(authenticator, alice)));
    assertEquals(
        "malformed",
        outcome(
            authenticator.proceed(
                new Credential.AccessToken(AuthScheme.CERTIFICATE, "x"), context())));
  }

  // Whether it has been revoked.

  @Test
  void theResponderIsAsked() throws Exception {
    X509Certificate good = alice().make();
    X509Certificate bad = alice().make();
    authority.revoke(bad);
    authority.list = Behaviour.ERROR;
    assertEquals("Accepted", outcome(signIn(builder().build(), good)));
    assertEquals("certificate-revoked", outcome(signIn(builder().build(), bad)));
    assertEquals(
        "certificate-revoked",
        outcome(signIn(builder().revocation(Revocation.INSECURE_FAIL_OPEN).build(), bad)));
    assertEquals(0, authority.listRequests.get());
  }

  @ParameterizedTest
  @EnumSource(value = Behaviour.class, mode = EnumSource.Mode.EXCLUDE, names = "GOOD")
  void theListIsReadWhenTheResponderIsOfNoUse(Behaviour behaviour) throws Exception {
    X509Certificate good = alice().make();
    X509Certificate bad = alice().make();
    authority.revoke(bad);
    authority.ocsp = behaviour;
    // What is silent uses up the time of all requests, so there is none left for the list.
    boolean silent = behaviour == Behaviour.SILENT;
    var authenticator =
        builder().inquiryTime(silent ? Duration.ofMillis(300) : Duration.ofSeconds(60)).build();
    assertEquals(
        silent ? "certificate-status-unknown" : "Accepted", outcome(signIn(authenticator, good)));
    assertEquals(
        silent ? "certificate-status-unknown" : "certificate-revoked",
        outcome(signIn(authenticator, bad)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Behaviour.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GOOD", "SILENT"})
  void withoutAnyAnswerTheModeDecides(Behaviour behaviour) throws Exception {
    authority.ocsp = behaviour;
    authority.list = behaviour;
    X509Certificate alice = alice().make();
    assertEquals(
        "certificate-status-unknown",
        outcome(signIn(builder().maxListBytes(1 << 20).build(), alice)));
    assertEquals(
        "Accepted",
        outcome(
            signIn(
                builder().maxListBytes(1 << 20).revocation(Revocation.INSECURE_FAIL_OPEN).build(),
                alice)));
  }

  @Test
  void answersOfAnotherSignerAreOfNoUse() throws Exception {
    authority.signer = TestAuthority.keys().getPrivate();
    X509Certificate alice = alice().make();
    assertEquals("certificate-status-unknown", outcome(signIn(builder().build(), alice)));
    assertTrue(authority.listRequests.get() > 0);
  }

  @Test
  void aStaleListIsOfNoUse() throws Exception {
    authority.ocsp = Behaviour.ERROR;
    authority.listLife = Duration.ofHours(-1);
    assertEquals("certificate-status-unknown", outcome(signIn(builder().build(), alice().make())));
  }

  @Test
  void aCertificateThatNamesNobodyToAskIsRefused() throws Exception {
    X509Certificate alice = alice().places(false, false).make();
    assertEquals("certificate-status-unknown", outcome(signIn(builder().build(), alice)));
  }

  @Test
  void nobodyIsAskedWhenThatIsSwitchedOff() throws Exception {
    X509Certificate alice = alice().make();
    authority.revoke(alice);
    assertEquals(
        "Accepted", outcome(signIn(builder().revocation(Revocation.INSECURE_OFF).build(), alice)));
    assertEquals(0, authority.ocspRequests.get() + authority.listRequests.get());
  }

  @Test
  void intermediatesCanBeRevokedAsWell() throws Exception {
    try (TestAuthority middle = authority.subordinate("middle")) {
      X509Certificate alice = middle.new Issue("CN=Alice", keys).upn(UPN).make();
      assertEquals("Accepted", outcome(signIn(builder().build(), alice, middle.certificate())));
      authority.revoke(middle.certificate());
      assertEquals(
          "certificate-revoked", outcome(signIn(builder().build(), alice, middle.certificate())));
    }
  }

  @Test
  void anAnswerIsUsedAgainForAWhile() throws Exception {
    var authenticator = builder().reuseAnswers(Duration.ofMinutes(5)).build();
    X509Certificate alice = alice().make();
    assertEquals("Accepted", outcome(signIn(authenticator, alice)));
    authority.revoke(alice);
    assertEquals("Accepted", outcome(signIn(authenticator, alice)));
    assertEquals(1, authority.ocspRequests.get());
    now = now.plus(Duration.ofMinutes(5));
    assertEquals("certificate-revoked", outcome(signIn(authenticator, alice)));

    authority.ocsp = Behaviour.ERROR;
    X509Certificate other = alice().make();
    assertEquals("Accepted", outcome(signIn(authenticator, other)));
    assertEquals("Accepted", outcome(signIn(authenticator, other)));
    assertEquals(1, authority.listRequests.get());
  }

  @Test
  void anAnswerThatHasEndedIsFetchedAnew() throws Exception {
    var authenticator = builder().reuseAnswers(Duration.ofHours(24)).build();
    X509Certificate alice = alice().places(false, true).make();
    authority.listLife = Duration.ofHours(1);
    assertEquals("Accepted", outcome(signIn(authenticator, alice)));
    now = now.plus(Duration.ofHours(2));
    authority.listLife = Duration.ofHours(3);
    assertEquals("Accepted", outcome(signIn(authenticator, alice)));
    assertEquals("Accepted", outcome(signIn(authenticator, alice)));
    assertEquals(2, authority.listRequests.get());

    alice = alice().places(true, false).make();
    now = Instant.now();
    assertEquals("Accepted", outcome(signIn(authenticator, alice)));
    now = now.plus(Duration.ofHours(2));
    authority.answerLife = Duration.ofHours(3);
    assertEquals("Accepted", outcome(signIn(authenticator, alice)));
    assertEquals(2, authority.ocspRequests.get());
  }

  // Reviews.

  private static Revalidation review(CertificateAuthenticator authenticator, UserPrincipal user)
      throws Exception {
    return authenticator.revalidate(user, Runnable::run).toCompletableFuture().get();
  }

  @Test
  void aReviewAsksAgain() throws Exception {
    var authenticator = builder().build();
    X509Certificate alice = alice().make();
    UserPrincipal user = principal(signIn(authenticator, alice));
    assertInstanceOf(Revalidation.Unchanged.class, review(authenticator, user));
    store.replace(
        StoredUser.of("id-1", "alice", PasswordHash.create("Secret-1")).withGroups(Set.of("new")));
    var changed = assertInstanceOf(Revalidation.Changed.class, review(authenticator, user));
    assertEquals(Set.of("new"), changed.principal().groups());
    assertEquals(user.validUntil(), changed.principal().validUntil());
    assertEquals(user.authenticatedAt(), changed.principal().authenticatedAt());
    authority.revoke(alice);
    now = now.plus(Duration.ofMinutes(10));
    var revoked = assertInstanceOf(Revalidation.Revoked.class, review(authenticator, user));
    assertEquals("certificate-revoked", revoked.reason().code());
  }

  @Test
  void aReviewLooksForTheUserAgain() throws Exception {
    var authenticator = builder().build();
    UserPrincipal user = principal(signIn(authenticator, alice().make()));
    store.remove("id-1");
    assertInstanceOf(Revalidation.Revoked.class, review(authenticator, user));
    store.add(StoredUser.of("id-2", "alice", PasswordHash.create("Secret-1")));
    assertInstanceOf(Revalidation.Revoked.class, review(authenticator, user));
    UserPrincipal bare = UserPrincipal.of("id-2", "alice", Set.of(), AuthScheme.CERTIFICATE, now);
    assertInstanceOf(Revalidation.Revoked.class, review(authenticator, bare));
  }

  @Test
  void boundsAreBounded() {
    assertThrows(ConfigurationException.class, () -> builder().inquiryTime(Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> builder().inquiryTime(Duration.ofHours(1)));
    assertThrows(ConfigurationException.class, () -> builder().reuseAnswers(Duration.ofDays(2)));
    assertThrows(ConfigurationException.class, () -> builder().maxListBytes(1));
  }
}
