/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.ManualClock;
import io.rdgateway.auth.Tunnels;
import io.rdgateway.auth.factor.SecondFactorPolicy;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.FactorResult;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes, on their own and behind a password. */
class TotpTest {
  private static final String KEY = "12345678901234567890123456789012345678901234567890";

  /** The 20 bytes of the RFC in base32. */
  private static final String BASE32 = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";

  private final ManualClock clock = new ManualClock();
  private final TotpSecret secret = TotpSecret.ofBase32(BASE32);
  private final Totp totp = new Totp(this::find, clock);

  private Optional<TotpSecret> find(String userId) {
    return userId.equals("1") ? Optional.of(secret) : Optional.empty();
  }

  /** RFC 6238, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "59,SHA1,94287082", "59,SHA256,46119246", "59,SHA512,90693936",
    "1111111109,SHA1,07081804", "1111111109,SHA256,68084774", "1111111109,SHA512,25091201",
    "1111111111,SHA1,14050471", "1111111111,SHA256,67062674", "1111111111,SHA512,99943326",
    "1234567890,SHA1,89005924", "1234567890,SHA256,91819424", "1234567890,SHA512,93441116",
    "2000000000,SHA1,69279037", "2000000000,SHA256,90698825", "2000000000,SHA512,38618901",
    "20000000000,SHA1,65353130", "20000000000,SHA256,77737706", "20000000000,SHA512,47863826"
  })
  void codesAreThoseOfTheRfc(long time, TotpSecret.Algorithm algorithm, String code) {
    int length =
        switch (algorithm) {
          case SHA1 -> 20;
          case SHA256 -> 32;
          case SHA512 -> 64;
        };
    byte[] key = (KEY + KEY).substring(0, length).getBytes(StandardCharsets.US_ASCII);
    TotpSecret secret8 = TotpSecret.of(key, algorithm, 8, Duration.ofSeconds(30));
    assertEquals(code, secret8.code(secret8.step(time)));
  }

  @Test
  void base32IsThatOfTheApps() {
    assertEquals("287082", secret.code(secret.step(59)));
    assertEquals("287082", TotpSecret.ofBase32(BASE32.toLowerCase(Locale.ROOT) + "==").code(1));
    assertThrows(IllegalArgumentException.class, () -> TotpSecret.ofBase32("GEZDGNBVGY3TQOJ1"));
    assertThrows(IllegalArgumentException.class, () -> TotpSecret.ofBase32("GEZDGNBVGY3TQOJ"));
    assertFalse(secret.toString().contains("GEZD"));
  }

  private String code(long ago) {
    return secret.code(secret.step(clock.instant().getEpochSecond()) - ago);
  }

  private String judged(String code) throws Exception {
    return totp.refusal("1", code).map(RejectReason::code).orElse("right");
  }

  @Test
  void aCodeIsGoodOnceWithinItsTime() throws Exception {
    assertEquals("wrong-code", judged(code(2)));
    assertEquals("wrong-code", judged(code(-2)));
    assertEquals("right", judged(code(1)));
    assertEquals("replayed-code", judged(code(1)));
    assertEquals("right", judged(code(-1)));
    assertEquals("replayed-code", judged(code(0)), "an earlier one is as good as used");
    clock.advance(Duration.ofMinutes(5));
    assertEquals("right", judged(code(0)));
    assertEquals("wrong-code", judged(""));
    assertEquals("no-token", totp.refusal("2", code(0)).orElseThrow().code());
  }

  @Test
  void guessingIsHopeless() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertEquals("wrong-code", judged("0000000"));
    }
    assertEquals("code-locked", judged(code(0)));
    clock.advance(Duration.ofMinutes(1));
    assertEquals("wrong-code", judged("0000000"));
    clock.advance(Duration.ofMinutes(1));
    assertEquals("code-locked", judged(code(0)), "the time doubles");
    clock.advance(Duration.ofMinutes(1));
    assertEquals("right", judged(code(0)));
    for (int i = 0; i < 20; i++) {
      judged("0000000");
      clock.advance(Duration.ofHours(1));
    }
    assertEquals("right", judged(code(0)));
  }

  // Behind a password.

  private final MemoryUserStore store = new MemoryUserStore();

  private Authenticator authenticator() throws InterruptedException {
    store.add(StoredUser.of("1", "alice", PasswordHash.create("Pass-1")));
    store.add(StoredUser.of("2", "bob", PasswordHash.create("Pass-2")));
    return TotpAuthenticator.of(
        store, totp, CodePlacement.afterSeparator(","), Duration.ZERO, clock);
  }

  private static AuthenticationResult signIn(
      Authenticator who, String name, String password, Occasion occasion) throws Exception {
    return who.proceed(
        new Credential.Password(AuthScheme.BASIC, name, password),
        Tunnels.signIn(occasion, "203.0.113.9"));
  }

  @Test
  void passwordAndCodeSignInOnceForBothHalves() throws Exception {
    Authenticator who = authenticator();
    String typed = "Pass-1," + code(0);
    assertEquals("Accepted", Fixtures.outcome(signIn(who, "alice", typed, Occasion.OPEN)));
    assertEquals("Accepted", Fixtures.outcome(signIn(who, "alice", typed, Occasion.SECOND_HALF)));
    assertEquals("replayed-code", Fixtures.outcome(signIn(who, "alice", typed, Occasion.OPEN)));
  }

  @Test
  void eitherAloneIsNotEnough() throws Exception {
    Authenticator who = authenticator();
    assertEquals("no-code", Fixtures.outcome(signIn(who, "alice", "Pass-1", Occasion.OPEN)));
    assertEquals(
        "wrong-password",
        Fixtures.outcome(signIn(who, "alice", "Pass-2," + code(0), Occasion.OPEN)));
    assertEquals(
        "no-token", Fixtures.outcome(signIn(who, "bob", "Pass-2," + code(0), Occasion.OPEN)));
    assertEquals(
        "Accepted",
        Fixtures.outcome(signIn(who, "alice", "Pass-1," + code(0), Occasion.OPEN)),
        "a wrong password must not use up the code");
  }

  private UserPrincipal signedIn(Authenticator who) throws Exception {
    return assertInstanceOf(
            AuthenticationResult.Accepted.class,
            signIn(who, "alice", "Pass-1," + code(0), Occasion.OPEN))
        .principal();
  }

  @Test
  void aReviewKeepsTheMark() throws Exception {
    Authenticator who = authenticator();
    UserPrincipal alice = signedIn(who);
    assertInstanceOf(
        Revalidation.Unchanged.class,
        who.revalidate(alice, Runnable::run).toCompletableFuture().join());
    store.replace(
        StoredUser.of("1", "alice", PasswordHash.create("Pass-1")).withGroups(Set.of("staff")));
    var changed =
        assertInstanceOf(
            Revalidation.Changed.class,
            who.revalidate(alice, Runnable::run).toCompletableFuture().join());
    assertEquals(Set.of("staff"), changed.principal().groups());
    assertTrue(TotpPasswordVerifier.isMarked(changed.principal()));
  }

  @Test
  void whoHasATokenAndShowsNoCodeIsRefused() throws Exception {
    var policy =
        new SecondFactorPolicy(
            request -> Decision.allow(TunnelGrant.unrestricted()), new TotpFactor(totp));
    var denied =
        assertInstanceOf(
            Decision.Deny.class,
            policy.authorizeTunnel(
                Tunnels.open(
                    UserPrincipal.of("1", "alice", Set.of(), AuthScheme.NTLM, clock.instant()),
                    "203.0.113.9",
                    "PC7")));
    assertTrue(
        denied.reason().explanation().contains("signed in by NTLM"), denied.reason()::toString);
    assertInstanceOf(
        Decision.Allow.class,
        policy.authorizeTunnel(Tunnels.open(signedIn(authenticator()), "203.0.113.9", "PC7")));
    assertInstanceOf(
        Decision.Allow.class,
        policy.authorizeTunnel(
            Tunnels.open(
                UserPrincipal.of("2", "bob", Set.of(), AuthScheme.NTLM, clock.instant()),
                "203.0.113.9",
                "PC7")));
  }

  /** The window is for the same sign-in, and a password alone is another one. */
  @Test
  void aCodeOpensNoWindowForThePasswordAlone() throws Exception {
    var policy =
        new SecondFactorPolicy(
            request -> Decision.allow(TunnelGrant.unrestricted()), new TotpFactor(totp));
    assertInstanceOf(
        Decision.Allow.class,
        policy.authorizeTunnel(Tunnels.open(signedIn(authenticator()), "203.0.113.9", "PC7")));
    for (AuthScheme scheme : List.of(AuthScheme.NTLM, AuthScheme.BASIC)) {
      assertInstanceOf(
          Decision.Deny.class,
          policy.authorizeTunnel(
              Tunnels.open(
                  UserPrincipal.of("1", "alice", Set.of(), scheme, clock.instant()),
                  "203.0.113.9",
                  "PC7")),
          scheme::toString);
    }
  }

  @Test
  void whereThePageAsksForTheCodeItsTokenIsEnough() throws Exception {
    var request =
        Tunnels.open(
            UserPrincipal.of("1", "alice", Set.of(), AuthScheme.PAA, clock.instant()),
            "203.0.113.9",
            "PC7");
    assertInstanceOf(FactorResult.Refused.class, new TotpFactor(totp).ask(request));
    assertInstanceOf(
        FactorResult.Approved.class, new TotpFactor(totp, Set.of(AuthScheme.PAA)).ask(request));
  }
}
