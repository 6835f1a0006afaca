/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Mutations;
import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.RejectReason;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenTextTest {
  private final TokenKeys keys =
      new TokenKeys(
          TokenKey.hmac("k1", Tokens.secret(1)), TokenKey.ed25519("k2", Tokens.ed25519()));

  private String issue(String keyId) {
    keys.issueWith(keyId);
    return new TokenIssuer(keys, () -> Tokens.START)
        .issue(TokenRequest.of("user-1", "pc.example", 3389))
        .text();
  }

  @Test
  void oneChangedBitIsRefused() {
    for (String key : List.of("k1", "k2")) {
      String text = issue(key);
      assertNotNull(TokenText.read(text, keys).claims());
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      for (int at = 0; at < bytes.length; at++) {
        for (int bit = 0; bit < 8; bit++) {
          byte[] changed = bytes.clone();
          changed[at] ^= (byte) (1 << bit);
          TokenText.Read read =
              TokenText.read(new String(changed, StandardCharsets.ISO_8859_1), keys);
          assertNull(read.claims(), () -> new String(changed, StandardCharsets.ISO_8859_1));
          assertNotNull(read.refusal());
        }
      }
    }
  }

  @Test
  void tellsMalformedFromForged() {
    String text = issue("k1");
    int dot = text.lastIndexOf('.');
    for (String malformed :
        List.of(
            "",
            text.substring(0, dot),
            text + "=",
            text + ".",
            text + " ",
            text.substring(0, text.length() - 2), // no base64 has that length
            "x" + text,
            text.replace("rdg1", "rdg2"),
            "rdg1.k1..AAAA",
            "a".repeat(381))) {
      assertEquals(RejectReason.MALFORMED.code(), code(malformed), malformed);
    }
    assertEquals("token-key-unknown", code(text.replace(".k1.", ".k9.")));
    assertEquals("token-forged", code(text.substring(0, dot + 1) + "AAAA"));
    assertEquals("token-forged", code(text.replace(".k1.", ".k2.")));
    String other = issue("k2");
    assertEquals("token-forged", code(other.replace(".k2.", ".k1.")));
  }

  private String code(String text) {
    RejectReason refusal = TokenText.read(text, keys).refusal();
    assertNotNull(refusal, text);
    return refusal == null ? "" : refusal.code();
  }

  @Test
  void payloadsAreReadBackTheSame() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      String name = "n\u00e4me" + random.nextInt(99);
      TokenClaims claims =
          new TokenClaims(
              "AAAAAAAAAAAAAAAAAAAAAA",
              "k1",
              "id" + random.nextInt(),
              random.nextBoolean() ? name : "id",
              random.nextBoolean() ? Set.of() : Set.of("g1", "g" + random.nextInt()),
              new AccessScope(
                  List.of(
                      new AccessScope.Target("h" + random.nextInt(), 1 + random.nextInt(65535))),
                  random.nextBoolean()
                      ? null
                      : InetAddress.getByName(random.nextBoolean() ? "192.0.2.9" : "2001:db8::1")),
              Tokens.START,
              Tokens.START.plusSeconds(random.nextInt(1000)),
              Tokens.START.plusSeconds(random.nextInt(100_000)));
      assertEquals(claims, TokenCodec.read("k1", TokenCodec.write(claims)));
    }
  }

  @Test
  void survivesMutations() {
    Mutations.survive(
        TokenFuzzTarget::fuzzerTestOneInput,
        TokenFuzzTarget.HMAC.getBytes(StandardCharsets.US_ASCII),
        TokenFuzzTarget.EDWARDS.getBytes(StandardCharsets.US_ASCII),
        TokenFuzzTarget.payload());
    assertTrue(TokenFuzzTarget.HMAC.length() < TokenFuzzTarget.EDWARDS.length());
  }
}
