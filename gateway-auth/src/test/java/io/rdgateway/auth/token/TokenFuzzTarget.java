/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Any text is no token of ours but the ones that were issued; any bytes are no payload, or one that
 * is written back the same.
 */
public final class TokenFuzzTarget {
  private static final TokenKeys KEYS = keys();
  private static final TokenIssuer ISSUER = new TokenIssuer(KEYS, () -> Tokens.START);
  static final String HMAC = ISSUER.issue(TokenRequest.of("user-1", "pc.example", 3389)).text();
  static final String EDWARDS = edwards();

  private TokenFuzzTarget() {}

  private static TokenKeys keys() {
    TokenKeys keys = new TokenKeys(TokenKey.hmac("k1", Tokens.secret(1)));
    keys.add(TokenKey.ed25519("k2", Tokens.ed25519()));
    return keys;
  }

  private static String edwards() {
    KEYS.issueWith("k2");
    return ISSUER.issue(TokenRequest.of("user-1", "pc.example", 3389)).text();
  }

  /** A payload as {@link TokenCodec} writes it. */
  static byte[] payload() {
    return Base64.getUrlDecoder().decode(HMAC.split("\\.", -1)[2]);
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    TokenText.Read read = TokenText.read(text, KEYS);
    if (read.claims() != null && !text.equals(HMAC) && !text.equals(EDWARDS)) {
      throw new AssertionError("a token that nobody issued");
    }
    if ((read.claims() == null) == (read.refusal() == null)) {
      throw new AssertionError("neither taken nor refused");
    }
    payload(data);
  }

  private static void payload(byte[] data) {
    TokenClaims claims = TokenCodec.read("k1", data);
    if (claims != null) {
      byte[] again;
      try {
        again = TokenCodec.write(claims);
      } catch (IllegalArgumentException e) {
        return; // a control character, which the writer refuses and only an issuer could have
        // signed
      }
      if (!claims.equals(TokenCodec.read("k1", again))) {
        throw new AssertionError("written and read again differs");
      }
    }
  }
}
