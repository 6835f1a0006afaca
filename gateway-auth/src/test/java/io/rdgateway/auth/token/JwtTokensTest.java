/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import static io.rdgateway.auth.Fixtures.outcome;
import static io.rdgateway.auth.token.Issuer.EC;
import static io.rdgateway.auth.token.Issuer.RSA;
import static io.rdgateway.auth.token.Issuer.claims;
import static io.rdgateway.auth.token.Issuer.signed;
import static io.rdgateway.auth.token.Tokens.accepted;
import static io.rdgateway.auth.token.Tokens.opening;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.rdgateway.auth.Mutations;
import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken, and the attacks of RFC 8725 and their kin. */
class JwtTokensTest {
  private Issuer issuer;
  private JwtTokens tokens;

  @BeforeEach
  void start() throws IOException {
    issuer = new Issuer();
    tokens = issuer.tokens(new JwtClaims("name", "roles", Set.of("desk"), null));
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private String judge(String text) throws Exception {
    return outcome(tokens.judge(bearer(text), opening()));
  }

  private static Credential.AccessToken bearer(String text) {
    return new Credential.AccessToken(AuthScheme.BEARER, text);
  }

  @Test
  void becomesAPrincipal() throws Exception {
    String text =
        signed(
            RSA,
            claims("\"name\":\"alice\",\"roles\":[\"a\",\"b\"],\"desk\":\"pc\",\"jti\":\"t1\""));
    assertTrue(tokens.recognises(text));
    UserPrincipal alice = accepted(tokens.judge(bearer(text), opening()));
    assertEquals(Issuer.NAME + "|s1", alice.id());
    assertEquals("alice", alice.name());
    assertEquals(Set.of("a", "b"), alice.groups());
    assertEquals(List.of("pc"), alice.attributes().get("desk"));
    assertEquals(List.of("t1"), alice.attributes().get(AccessTokens.ID));
    assertEquals(Tokens.START.plusSeconds(300), alice.validUntil());
    assertEquals(null, alice.scope());
    assertEquals("Accepted", judge(text), "it is good for more than one use");
    assertEquals("s1", accepted(tokens.judge(bearer(signed(EC, claims(""))), opening())).name());
    assertEquals(1, issuer.fetches.get());
  }

  @Test
  void takesEveryAlgorithmOfRsaAndCurves() throws Exception {
    for (String name : List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")) {
      String header = "{\"alg\":\"" + name + "\",\"kid\":\"r1\",\"typ\":\"JWT\"}";
      assertEquals(
          "Accepted", judge(signed(header, RSA, JWSAlgorithm.parse(name), claims(""))), name);
    }
  }

  @Test
  void hostsOfTheTokenNarrow() throws Exception {
    tokens = issuer.tokens(JwtClaims.standard().withHosts("hosts"));
    String text = signed(RSA, claims("\"hosts\":[\"PC1\",\"pc2:3390\",\"[2001:db8::1]:5\"]"));
    assertEquals(
        List.of(
            new AccessScope.Target("pc1", 3389),
            new AccessScope.Target("pc2", 3390),
            new AccessScope.Target("2001:db8::1", 5)),
        Objects.requireNonNull(accepted(tokens.judge(bearer(text), opening())).scope()).targets());
    for (String bad :
        List.of("", "\"hosts\":[]", "\"hosts\":[1]", "\"hosts\":\"a:b\"", "\"hosts\":\"a:0\"")) {
      assertEquals("token-bad-claim", judge(signed(RSA, claims(bad))), bad);
    }
  }

  @Test
  void timesHaveSharpEdges() throws Exception {
    long now = Tokens.START.getEpochSecond();
    String rest = "\"iss\":\"" + Issuer.NAME + "\",\"aud\":[\"x\",\"gw.example\"],\"sub\":\"s\",";
    assertEquals("Accepted", judge(signed(RSA, "{" + rest + "\"exp\":" + (now + 1) + "}")));
    assertEquals("token-expired", judge(signed(RSA, "{" + rest + "\"exp\":" + now + "}")));
    assertEquals("token-expired", judge(signed(RSA, "{" + rest + "\"iat\":" + now + "}")));
    for (String claim : List.of("nbf", "iat")) {
      String with = "{" + rest + "\"exp\":" + (now + 900) + ",\"" + claim + "\":";
      assertEquals("Accepted", judge(signed(RSA, with + (now + 60) + "}")));
      assertEquals("token-not-yet-valid", judge(signed(RSA, with + (now + 61) + "}")));
    }
    tokens = tokens.withSessionsAfterExpiry(Duration.ofHours(8));
    assertEquals(
        Tokens.START.plusSeconds(300).plus(Duration.ofHours(8)),
        accepted(tokens.judge(bearer(signed(RSA, claims(""))), opening())).validUntil());
    assertEquals("token-expired", judge(signed(RSA, "{" + rest + "\"exp\":" + now + "}")));
  }

  @Test
  void issuerAudienceAndSubjectAreNeeded() throws Exception {
    String good = claims("");
    assertEquals("token-wrong-issuer", judge(signed(RSA, good.replace("issuer.", "evil."))));
    assertEquals("token-wrong-issuer", judge(signed(RSA, good.replace("\"iss\":", "\"is\":"))));
    assertEquals("token-wrong-audience", judge(signed(RSA, good.replace("gw.example", "api"))));
    assertEquals("token-wrong-audience", judge(signed(RSA, good.replace("\"aud\":", "\"au\":"))));
    assertEquals("token-without-subject", judge(signed(RSA, good.replace("\"sub\":", "\"su\":"))));
    assertEquals("token-without-subject", judge(signed(RSA, good.replace("s1", ""))));
  }

  @Test
  void unsignedAndConfusedAlgorithmsAreRefused() throws Exception {
    String body = Base64URL.encode(claims("")).toString();
    for (String none : List.of("none", "None", "NONE", "nOnE")) {
      String header = Base64URL.encode("{\"alg\":\"" + none + "\",\"kid\":\"r1\"}").toString();
      for (String proof : List.of("", "AAAA", signed(RSA, claims("")).split("\\.", -1)[2])) {
        String code = judge(header + "." + body + "." + proof);
        assertTrue(Set.of("malformed", "token-unusable").contains(code), code);
      }
    }
    // The public key as the secret of an HMAC.
    byte[] publicKey = RSA.toRSAPublicKey().getEncoded();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
    String input = Base64URL.encode("{\"alg\":\"HS256\",\"kid\":\"r1\"}") + "." + body;
    byte[] proof = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
    assertEquals("token-unusable", judge(input + "." + Base64URL.encode(proof)));
    // A key of one kind under an algorithm of the other.
    assertEquals(
        "token-unusable", judge(signed("{\"alg\":\"ES256\",\"kid\":\"r1\"}", RSA, claims(""))));
    assertEquals(
        "token-unusable", judge(signed("{\"alg\":\"RS256\",\"kid\":\"e1\"}", EC, claims(""))));
    assertEquals(
        "token-unusable", judge(signed("{\"alg\":\"EdDSA\",\"kid\":\"r1\"}", RSA, claims(""))));
    assertEquals(
        "token-forged", judge(signed("{\"alg\":\"RS512\",\"kid\":\"r1\"}", RSA, claims(""))));
  }

  @Test
  void keysComeFromTheIssuerAlone() throws Exception {
    RSAKey own = Issuer.rsa("mine");
    String embedded = own.toPublicJWK().toJSONString();
    for (String header :
        List.of(
            "\"jwk\":" + embedded,
            "\"jku\":\"https://evil.example/keys\"",
            "\"x5u\":\"https://evil.example/cert\"",
            "\"crit\":[\"exp\"],\"exp\":1")) {
      String code =
          judge(signed("{\"alg\":\"RS256\",\"kid\":\"r1\"," + header + "}", own, claims("")));
      assertTrue(Set.of("malformed", "token-unusable").contains(code), header + " " + code);
    }
    assertEquals(
        "token-forged", judge(signed("{\"alg\":\"RS256\",\"kid\":\"r1\"}", own, claims(""))));
    assertEquals("token-unusable", judge(signed("{\"alg\":\"RS256\"}", RSA, claims(""))));
    assertEquals("token-key-unknown", judge(signed(own, claims(""))));
    for (String id : List.of("../../etc/passwd", "' OR 1=1", "r1\\u0000")) {
      assertEquals(
          "token-key-unknown",
          judge(signed("{\"alg\":\"RS256\",\"kid\":\"" + id + "\"}", RSA, claims(""))));
    }
    issuer.published.add(new RSAKey.Builder(Issuer.rsa("enc")).keyUse(KeyUse.ENCRYPTION).build());
    assertEquals(
        "token-unusable",
        judge(
            signed("{\"typ\":\"logout+jwt\",\"alg\":\"RS256\",\"kid\":\"r1\"}", RSA, claims(""))));
  }

  @Test
  void aZeroSignatureOnACurveIsNone() throws Exception {
    String input = signed(EC, claims(""));
    String head = input.substring(0, input.lastIndexOf('.') + 1);
    String code = judge(head + Base64URL.encode(new byte[64]));
    assertTrue(Set.of("token-forged", "token-unusable").contains(code), code);
  }

  @Test
  void hugeNestedAndAmbiguousTokensAreRefused() throws Exception {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    for (String bad :
        List.of(
            signed(RSA, claims("\"x\":\"" + "y".repeat(20_000) + "\"")),
            signed(RSA, claims("\"sub\":\"admin\"")),
            signed("{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"r1\"}", RSA, claims("")),
            signed("{\"alg\":\"RS256\",\"kid\":\"r1\",\"x\":" + deep + "}", RSA, claims("")),
            signed(RSA, "\"x\""),
            signed(RSA, claims("") + "x"),
            "eyJ",
            "eyJ..",
            "a.b.c.d.e",
            signed(RSA, claims("")) + ".x",
            signed(RSA, claims("")) + "\n")) {
      assertEquals("malformed", judge(bad), () -> bad.substring(0, Math.min(bad.length(), 90)));
    }
    assertEquals("malformed", judge(signed(RSA, claims("\"x\":" + deep))));
    assertEquals("token-wrong-issuer", judge(signed(RSA, "[]")), "an empty list has no claims");
    String many = String.join(",", Collections.nCopies(1001, "\"g\""));
    for (String claim :
        List.of(
            "\"roles\":[" + many + "]",
            "\"roles\":{\"a\":1}",
            "\"roles\":[[\"a\"]]",
            "\"name\":\"a\\nb\"",
            "\"desk\":7")) {
      assertEquals("token-bad-claim", judge(signed(RSA, claims(claim))), claim);
    }
  }

  @Test
  void theApplicationMayRevoke() throws Exception {
    var stands = new AtomicBoolean(true);
    tokens = tokens.withRevocation(principal -> stands.get());
    String text = signed(RSA, claims(""));
    UserPrincipal alice = accepted(tokens.judge(bearer(text), opening()));
    assertInstanceOf(Revalidation.Unchanged.class, tokens.revalidate(alice));
    stands.set(false);
    assertEquals("token-revoked", judge(text));
    assertInstanceOf(Revalidation.Revoked.class, tokens.revalidate(alice));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example/keys",
        "http://localhost/keys",
        "ftp://issuer.example/",
        "file:///etc/passwd",
        "keys"
      })
  void keysAreFetchedOverTlsAlone(String uri) {
    assertThrows(
        ConfigurationException.class,
        () -> JwtTokens.of("i", "a", URI.create(uri), JwtClaims.standard()));
  }

  @Test
  void survivesMutations() {
    List<byte[]> originals = new ArrayList<>();
    for (String text : List.of(signed(RSA, claims("")), signed(EC, claims("\"name\":\"a\"")))) {
      originals.add(text.getBytes(StandardCharsets.US_ASCII));
    }
    List<String> good =
        originals.stream().map(one -> new String(one, StandardCharsets.US_ASCII)).toList();
    Mutations.survive(
        damaged -> {
          String text = new String(damaged, StandardCharsets.ISO_8859_1);
          String code = judge(text);
          assertTrue(good.contains(text) || !code.equals("Accepted"), text);
        },
        originals.toArray(byte[][]::new));
  }
}
