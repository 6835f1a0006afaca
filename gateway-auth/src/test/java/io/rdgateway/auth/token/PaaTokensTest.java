/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.token.Tokens.accepted;
import static io.rdgateway.auth.token.Tokens.context;
import static io.rdgateway.auth.token.Tokens.cookie;
import static io.rdgateway.auth.token.Tokens.opening;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.token.Tokens.HandClock;
import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PaaTokensTest {
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final HandClock clock = new HandClock();
  private final TokenKeys keys = new TokenKeys(TokenKey.hmac("k1", Tokens.secret(1)));
  private final LocalTokenMemory memory = new LocalTokenMemory();
  private final TokenIssuer issuer = new TokenIssuer(keys, clock);
  private final PaaTokens tokens = new PaaTokens(keys, memory).withClock(clock);

  private TokenIssuer.Issued issue() {
    return issuer.issue(
        TokenRequest.of("user-1", "PC.example.", 3389).withUser("alice", Set.of("staff")));
  }

  private String use(PaaTokens judge, String text) throws Exception {
    return outcome(judge.judge(cookie(text), opening()));
  }

  @Test
  void opensWhatItSaysForWhomItSays() throws Exception {
    TokenIssuer.Issued issued = issue();
    UserPrincipal alice = accepted(tokens.judge(cookie(issued.text()), opening()));
    assertEquals("user-1", alice.id());
    assertEquals("alice", alice.name());
    assertEquals(Set.of("staff"), alice.groups());
    assertEquals(
        new AccessScope(List.of(new AccessScope.Target("pc.example", 3389)), null), alice.scope());
    assertEquals(AuthScheme.PAA, alice.scheme());
    assertEquals(Tokens.START, alice.authenticatedAt());
    assertEquals(Tokens.START.plus(Duration.ofHours(12)), alice.validUntil());
    assertEquals(List.of(issued.claims().id()), alice.attributes().get(AccessTokens.ID));
    assertEquals(Optional.of(issued.claims()), tokens.inspect(issued.text()));
  }

  @Test
  void isGoodForOneUse() throws Exception {
    String text = issue().text();
    assertEquals("Accepted", use(tokens, text));
    assertEquals("token-used", use(tokens, text));
  }

  @Test
  void ofUsesAtTheSameTimeOneSucceeds() throws Exception {
    String text = issue().text();
    var pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> uses = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        uses.add(() -> use(tokens, text));
      }
      int opened = 0;
      for (Future<String> one : pool.invokeAll(uses)) {
        opened += one.get().equals("Accepted") ? 1 : 0;
      }
      assertEquals(1, opened);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void opensAgainWithinTheReconnectWindowAlone() throws Exception {
    PaaTokens patient = tokens.withReconnectWindow(WINDOW);
    String text = issue().text();
    assertEquals("Accepted", use(patient, text));
    clock.pass(WINDOW.minusSeconds(1)); // beyond the time in which it opens for the first time
    assertEquals("Accepted", use(patient, text));
    clock.pass(Duration.ofSeconds(1));
    assertEquals("token-expired", use(patient, text));
    String other = issue().text();
    clock.pass(Duration.ofMinutes(5));
    assertEquals("token-expired", use(patient, other));
  }

  @Test
  void isUsedUpBeforeItExpires() throws Exception {
    PaaTokens hasty = tokens.withReconnectWindow(Duration.ofMinutes(1));
    String text = issue().text();
    assertEquals("Accepted", use(hasty, text));
    clock.pass(Duration.ofMinutes(1));
    assertEquals("token-used", use(hasty, text));
  }

  @Test
  void aClockThatIsSetBackOpensNothingTwice() throws Exception {
    String text = issue().text();
    assertEquals("Accepted", use(tokens, text));
    clock.pass(Duration.ofMinutes(6));
    assertEquals("Accepted", use(tokens, issue().text()), "which lets the memory forget");
    clock.pass(Duration.ofSeconds(-61));
    assertEquals("token-used", use(tokens, text));
  }

  @Test
  void holdsFromOneEdgeToTheOther() throws Exception {
    String first = issue().text();
    String second = issue().text();
    clock.pass(Duration.ofMinutes(5).minusMillis(1));
    assertEquals("Accepted", use(tokens, first));
    clock.pass(Duration.ofMillis(1));
    assertEquals("token-expired", use(tokens, second));

    String early = issue().text();
    clock.pass(Duration.ofMinutes(-1));
    assertEquals("Accepted", use(tokens, early));
    String tooEarly = issue().text();
    clock.pass(Duration.ofSeconds(-61));
    assertEquals("token-not-yet-valid", use(tokens, tooEarly));
  }

  @Test
  void reauthenticatesTheTunnelThatItOpenedAndNoOther() throws Exception {
    String text = issue().text();
    UserPrincipal holder = accepted(tokens.judge(cookie(text), opening()));
    String sameUser = issue().text();
    UserPrincipal other = accepted(tokens.judge(cookie(sameUser), opening()));
    clock.pass(Duration.ofHours(3));
    for (int round = 0; round < 3; round++) {
      assertEquals("Accepted", again(text, holder));
    }
    assertEquals("token-expired", again(text, other));
    assertEquals("token-expired", outcome(tokens.judge(cookie(text), opening())));
    memory.revoke(
        new TokenRevocation(
            TokenRevocation.Kind.TOKEN, tokens.inspect(text).orElseThrow().id(), Tokens.START));
    assertEquals("token-revoked", again(text, holder));
    clock.pass(Duration.ofHours(9));
    assertEquals("token-expired", again(sameUser, other));
  }

  private String again(String text, UserPrincipal holder) throws Exception {
    return outcome(
        tokens.judge(cookie(text), context(Tokens.ADDRESS, Occasion.REAUTHENTICATION, holder)));
  }

  @Test
  void aFreshTokenOfTheUserReauthenticatesAndIsUsedUp() throws Exception {
    UserPrincipal holder = accepted(tokens.judge(cookie(issue().text()), opening()));
    String fresh = issue().text();
    assertEquals("Accepted", again(fresh, holder));
    assertEquals("token-used", use(tokens, fresh));
  }

  @Test
  void isBoundToAnAddressAndNotSpentByAnother() throws Exception {
    String text =
        issuer
            .issue(
                TokenRequest.of("user-1", "pc", 3389)
                    .fromAddress(InetAddress.getByName("2001:db8::7")))
            .text();
    assertEquals("token-other-address", use(tokens, text));
    assertEquals(
        "Accepted",
        outcome(tokens.judge(cookie(text), context("2001:db8::7", Occasion.OPEN, null))));
  }

  @Test
  void aLookupThatFailsSpendsNothing() throws Exception {
    String text = issue().text();
    PaaTokens down =
        tokens.withUsers(
            id -> {
              throw new IOException("the directory is down");
            });
    assertThrows(IOException.class, () -> use(down, text));
    assertEquals("token-user-gone", use(tokens.withUsers(id -> Optional.empty()), text));
    assertEquals("Accepted", use(tokens, text));
  }

  @Test
  void isRevokedByTokenUserAndKey() throws Exception {
    for (TokenRevocation.Kind kind : TokenRevocation.Kind.values()) {
      var own = new LocalTokenMemory();
      PaaTokens judge = new PaaTokens(keys, own).withClock(clock);
      TokenIssuer.Issued used = issue();
      UserPrincipal live = accepted(judge.judge(cookie(used.text()), opening()));
      assertInstanceOf(Revalidation.Unchanged.class, judge.revalidate(live));
      String name =
          switch (kind) {
            case TOKEN -> used.claims().id();
            case USER -> "user-1";
            case KEY -> "k1";
          };
      String waiting = issue().text();
      own.revoke(new TokenRevocation(kind, name, clock.instant()));
      var ended = assertInstanceOf(Revalidation.Revoked.class, judge.revalidate(live));
      assertEquals("token-revoked", ended.reason().code());
      assertEquals("token-revoked", use(judge, used.text()));
      assertEquals(
          kind == TokenRevocation.Kind.TOKEN ? "Accepted" : "token-revoked", use(judge, waiting));
      clock.pass(Duration.ofSeconds(1));
      assertEquals("Accepted", use(judge, issue().text()), "issued after the revocation");
    }
  }

  @Test
  void keysRotateWithoutDowntime() throws Exception {
    String old = issue().text();
    UserPrincipal live = accepted(tokens.judge(cookie(issue().text()), opening()));
    keys.add(TokenKey.ed25519("k2", Tokens.ed25519()));
    assertEquals("k1", issue().claims().keyId());
    keys.issueWith("k2");
    TokenIssuer.Issued fresh = issue();
    assertEquals("k2", fresh.claims().keyId());
    assertEquals("Accepted", use(tokens, fresh.text()));
    assertEquals("Accepted", use(tokens, old));
    String left =
        new TokenIssuer(new TokenKeys(TokenKey.hmac("k1", Tokens.secret(1))), clock)
            .issue(TokenRequest.of("a", "b", 1))
            .text();
    assertTrue(keys.remove("k1"));
    assertFalse(keys.remove("k1"));
    assertEquals("token-key-unknown", use(tokens, left));
    assertInstanceOf(Revalidation.Revoked.class, tokens.revalidate(live));
    assertThrows(IllegalArgumentException.class, () -> keys.remove("k2"));
    assertThrows(IllegalArgumentException.class, () -> keys.issueWith("k1"));
  }

  @Test
  void aStoreMayKnowTheUsersBetter() throws Exception {
    Map<String, Identity> users = new java.util.HashMap<>();
    users.put(
        "user-1",
        new Identity("user-1", "Alice", Set.of("g1"), Map.of("desk", List.of("pc")), null));
    PaaTokens judge = tokens.withUsers(id -> Optional.ofNullable(users.get(id)));
    UserPrincipal alice = accepted(judge.judge(cookie(issue().text()), opening()));
    assertEquals(Set.of("g1"), alice.groups());
    assertEquals(List.of("pc"), alice.attributes().get("desk"));
    assertInstanceOf(Revalidation.Unchanged.class, judge.revalidate(alice));

    users.put("user-1", Identity.of("user-1", "Alice", Set.of("g2")));
    var changed = assertInstanceOf(Revalidation.Changed.class, judge.revalidate(alice));
    assertEquals(Set.of("g2"), changed.principal().groups());
    assertEquals(alice.scope(), changed.principal().scope());
    assertEquals(alice.validUntil(), changed.principal().validUntil());
    assertEquals(
        alice.attributes().get(AccessTokens.ID),
        changed.principal().attributes().get(AccessTokens.ID));

    users.put("user-1", Identity.of("other", "Mallory", Set.of()));
    assertEquals("token-user-gone", use(judge, issue().text()));
    users.clear();
    assertEquals("token-user-gone", use(judge, issue().text()));
    assertInstanceOf(Revalidation.Revoked.class, judge.revalidate(alice));
  }

  @Test
  void aFullOrBrokenMemoryRefuses() throws Exception {
    PaaTokens judge = new PaaTokens(keys, new LocalTokenMemory(1)).withClock(clock);
    assertEquals("Accepted", use(judge, issue().text()));
    String waits = issue().text();
    assertThrows(TokenMemoryException.class, () -> use(judge, waits));
    clock.pass(Duration.ofMinutes(6).plusSeconds(1));
    assertEquals("Accepted", use(judge, issue().text()), "the first note is forgotten by now");
  }

  @Test
  void fitsIntoAnRdpFile() {
    var long1 = "desktop-0123456789.department.corp.example";
    for (TokenKey key :
        List.of(
            TokenKey.hmac("2026-06-01-abcde", Tokens.secret(2)),
            TokenKey.ed25519("2026-06-01-abcde", Tokens.ed25519()))) {
      var make = new TokenIssuer(new TokenKeys(key), clock);
      String text =
          make.issue(
                  TokenRequest.of("S-1-5-21-1004336348-1177238915-682003330-512", long1, 3389)
                      .withUser("firstname.lastname@corp.example", Set.of()))
              .text();
      assertTrue(text.length() <= 380, () -> text.length() + " characters");
      assertTrue(text.chars().allMatch(c -> c > ' ' && c < 127));
      assertThrows(
          IllegalArgumentException.class,
          () -> make.issue(TokenRequest.of("x".repeat(250), long1, 3389)));
    }
  }

  @Test
  void requestsAreChecked() {
    TokenRequest good = TokenRequest.of("u", "h", 1);
    for (Duration open :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(1).plusSeconds(1))) {
      assertThrows(IllegalArgumentException.class, () -> good.withTimes(open, Duration.ofDays(2)));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> good.withTimes(Duration.ofHours(1), Duration.ofMinutes(59)));
    assertThrows(
        IllegalArgumentException.class,
        () -> good.withTimes(Duration.ofHours(1), Duration.ofDays(32)));
    for (String host : List.of("", "a b", "a\r\nb", "a/b", ".", "a\u0000")) {
      assertThrows(IllegalArgumentException.class, () -> TokenRequest.of("u", host, 1), host);
    }
    assertThrows(IllegalArgumentException.class, () -> TokenRequest.of("", "h", 1));
    assertThrows(IllegalArgumentException.class, () -> TokenKey.hmac("k", new byte[31]));
    assertThrows(IllegalArgumentException.class, () -> TokenKey.hmac("k.", Tokens.secret(1)));
    assertThrows(
        IllegalArgumentException.class, () -> issuer.issue(TokenRequest.of("a\u0007", "h", 1)));
    assertThrows(
        IllegalArgumentException.class, () -> issuer.issue(TokenRequest.of("\ud800", "h", 1)));
  }

  @Test
  void aPublicKeyVerifiesAndDoesNotIssue() throws Exception {
    var pair = Tokens.ed25519();
    String text =
        new TokenIssuer(new TokenKeys(TokenKey.ed25519("e", pair)), clock)
            .issue(TokenRequest.of("u", "h", 1))
            .text();
    var outside = new TokenKeys(TokenKey.ed25519("e", pair.getPublic()));
    assertEquals("Accepted", use(new PaaTokens(outside, memory).withClock(clock), text));
    assertThrows(
        IllegalStateException.class,
        () -> new TokenIssuer(outside, clock).issue(TokenRequest.of("u", "h", 1)));
  }

  @Test
  void signsAsTheJdkDoes() throws Exception {
    for (int round = 0; round < 20; round++) {
      var pair = Tokens.ed25519();
      byte[] message = ("message " + round).getBytes(StandardCharsets.US_ASCII);
      Signature jdk = Signature.getInstance("Ed25519");
      jdk.initSign(pair.getPrivate());
      jdk.update(message);
      byte[] signature = jdk.sign();
      assertArrayEquals(signature, TokenKey.ed25519("e", pair).sign(message));
      assertTrue(TokenKey.ed25519("e", pair.getPublic()).verifies(message, signature));
      assertFalse(TokenKey.ed25519("e", pair).verifies(message, new byte[64]));
      assertFalse(TokenKey.ed25519("e", pair).verifies(message, new byte[63]));
    }
    var one = Tokens.ed25519();
    var mixed = new KeyPair(Tokens.ed25519().getPublic(), one.getPrivate());
    assertThrows(IllegalArgumentException.class, () -> TokenKey.ed25519("e", mixed));
    var other = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
    assertThrows(IllegalArgumentException.class, () -> TokenKey.ed25519("e", other));
    assertThrows(IllegalArgumentException.class, () -> TokenKey.ed25519("e", other.getPublic()));
  }

  @Test
  void theAuthenticatorRoutesByKindAndScheme() throws Exception {
    var paa = AccessTokenAuthenticator.paa(tokens);
    assertEquals(List.of(AuthScheme.PAA), paa.schemes());
    assertEquals("Accepted", outcome(paa.proceed(cookie(issue().text()), opening())));
    for (String bad : List.of("", "x", "rdg1.", "rdg1.k1.AAAA", "eyJhbGciOiJub25lIn0.e30.")) {
      assertEquals("malformed", outcome(paa.proceed(cookie(bad), opening())), bad);
    }
    assertEquals(
        "malformed",
        outcome(paa.proceed(new Credential.Password(AuthScheme.BASIC, "a", "b"), opening())));
    assertThrows(ConfigurationException.class, () -> AccessTokenAuthenticator.bearer(tokens));
    UserPrincipal alice = accepted(paa.proceed(cookie(issue().text()), opening()));
    assertInstanceOf(
        Revalidation.Unchanged.class,
        paa.revalidate(alice, Runnable::run).toCompletableFuture().get());
    memory.revoke(new TokenRevocation(TokenRevocation.Kind.KEY, "k1", clock.instant()));
    assertInstanceOf(
        Revalidation.Revoked.class,
        paa.revalidate(alice, Runnable::run).toCompletableFuture().get());
    var stranger = UserPrincipal.of("1", "a", new HashSet<>(), AuthScheme.PAA, Tokens.START);
    assertInstanceOf(
        Revalidation.Revoked.class,
        paa.revalidate(stranger, Runnable::run).toCompletableFuture().get());
  }

  @Test
  void showsNoSecret() {
    TokenIssuer.Issued issued = issue();
    assertFalse(issued.toString().contains(issued.text()));
    assertFalse(TokenKey.hmac("k", Tokens.secret(65)).toString().contains("AAAA"));
    assertFalse(keys.toString().contains("hmac"));
  }
}
