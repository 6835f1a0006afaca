/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token as text: a mark, the id of the key, the payload and the proof, with dots in between. The
 * proof covers all that is in front of it.
 */
final class TokenText {
  /** What the fields of clients hold for certain. */
  static final int MAX_LENGTH = 380;

  static final RejectReason MALFORMED =
      RejectReason.MALFORMED.because("the token is not of the form of this gateway");

  static final RejectReason UNKNOWN_KEY =
      new RejectReason(
          "token-key-unknown", "the token names a key that this gateway does not have");
  static final RejectReason FORGED =
      new RejectReason("token-forged", "the token was changed or not signed by its key");

  private static final String MARK = "rdg1";
  private static final Pattern FORM =
      Pattern.compile(
          "(" + MARK + "\\.([A-Za-z0-9_-]{1,16})\\.([A-Za-z0-9_-]+))\\.([A-Za-z0-9_-]+)");

  private TokenText() {}

  static boolean isOurs(String token) {
    return token.startsWith(MARK + ".");
  }

  static String write(TokenClaims claims, TokenKey key) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String signed =
        MARK + "." + claims.keyId() + "." + base64.encodeToString(TokenCodec.write(claims));
    String text =
        signed + "." + base64.encodeToString(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the token would have "
              + text.length()
              + " characters and clients take "
              + MAX_LENGTH
              + "; name fewer or shorter hosts and groups, or use an HMAC key");
    }
    return text;
  }

  /** What a token says, or why it is refused; either is null. */
  record Read(@Nullable TokenClaims claims, @Nullable RejectReason refusal) {}

  static Read read(String token, TokenKeys keys) {
    Matcher matcher = FORM.matcher(token.length() > MAX_LENGTH ? "" : token);
    if (!matcher.matches()) {
      return new Read(null, MALFORMED);
    }
    String keyId = matcher.group(2);
    byte[] payload = decode(matcher.group(3));
    byte[] proof = decode(matcher.group(4));
    if (payload == null || proof == null) {
      return new Read(null, MALFORMED);
    }
    TokenKey key = keys.find(keyId).orElse(null);
    if (key == null) {
      return new Read(null, UNKNOWN_KEY);
    }
    if (!key.verifies(matcher.group(1).getBytes(StandardCharsets.US_ASCII), proof)) {
      return new Read(null, FORGED);
    }
    TokenClaims claims = TokenCodec.read(keyId, payload);
    return claims == null ? new Read(null, MALFORMED) : new Read(claims, null);
  }

  /** Null unless this is the one text that stands for its bytes. */
  private static byte @Nullable [] decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)
          ? bytes
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
