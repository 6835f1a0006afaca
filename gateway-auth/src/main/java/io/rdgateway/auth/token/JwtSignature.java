/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.rdgateway.spi.RejectReason;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** The proof of a JSON Web Token: its header and its signature, nothing of its claims. */
final class JwtSignature {
  /** What the gateway's request heads and cookies carry at most. */
  private static final int MAX_LENGTH = 16 * 1024;

  private static final int MAX_KEY_ID = 256;
  private static final int MIN_RSA_BITS = 2048;
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt");
  private static final RejectReason MALFORMED =
      RejectReason.MALFORMED.because("the token is not a well-formed signed JWT");

  private JwtSignature() {}

  static JWTClaimsSet verified(String text, JwksSource keys, Instant now)
      throws JwtException, InterruptedException {
    SignedJWT token = parse(text);
    JWSHeader header = token.getHeader();
    requireHarmless(header);
    JWK key = key(header, keys, now);
    try {
      if (!token.verify(verifier(header.getAlgorithm(), key))) {
        throw new JwtException(
            new RejectReason("token-forged", "the token was changed or not signed by its key"));
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      if (claims == null) {
        throw new JwtException(MALFORMED);
      }
      return claims;
    } catch (JOSEException e) {
      throw unusable("the token's algorithm does not go with its key");
    } catch (ParseException | RuntimeException e) {
      throw new JwtException(MALFORMED);
    }
  }

  private static SignedJWT parse(String text) throws JwtException {
    if (text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new JwtException(MALFORMED);
    }
    try {
      // An unsigned or encrypted token is no SignedJWT.
      SignedJWT token = SignedJWT.parse(text);
      Base64URL signature = token.getSignature();
      if (!signature.equals(Base64URL.encode(signature.decode()))) {
        throw new JwtException(MALFORMED); // one token would have several texts
      }
      return token;
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      throw new JwtException(MALFORMED);
    }
  }

  private static void requireHarmless(JWSHeader header) throws JwtException {
    if (header.getJWK() != null
        || header.getJWKURL() != null
        || header.getX509CertURL() != null
        || header.getX509CertChain() != null
        || header.getCriticalParams() != null
        || !header.isBase64URLEncodePayload()) {
      throw unusable("the token brings a key, or extensions, of its own");
    }
    JOSEObjectType type = header.getType();
    if (type != null && !TYPES.contains(type.getType().toLowerCase(Locale.ROOT))) {
      throw unusable("the token is of another type");
    }
    JWSAlgorithm algorithm = header.getAlgorithm();
    if (!JWSAlgorithm.Family.RSA.contains(algorithm)
        && !(JWSAlgorithm.Family.EC.contains(algorithm)
            && !algorithm.equals(JWSAlgorithm.ES256K))) {
      throw unusable("the token's algorithm is not one of RS, PS or ES");
    }
    String id = header.getKeyID();
    if (id == null || id.isEmpty() || id.length() > MAX_KEY_ID) {
      throw unusable("the token names no key");
    }
  }

  private static JWK key(JWSHeader header, JwksSource keys, Instant now)
      throws JwtException, InterruptedException {
    JWKSet set;
    try {
      set = keys.get(header.getKeyID(), now);
    } catch (IOException e) {
      throw new JwtException(RejectReason.UNAVAILABLE.because(String.valueOf(e.getMessage())));
    }
    JWK key = set.getKeyByKeyId(header.getKeyID());
    if (key == null) {
      throw new JwtException(
          new RejectReason("token-key-unknown", "the issuer publishes no key of this id"));
    }
    if ((key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE))
        || (key.getAlgorithm() != null && !key.getAlgorithm().equals(header.getAlgorithm()))) {
      throw unusable("the token's key is for something else");
    }
    return key;
  }

  private static JWSVerifier verifier(JWSAlgorithm algorithm, JWK key)
      throws JOSEException, JwtException {
    if (key instanceof RSAKey rsa
        && rsa.size() >= MIN_RSA_BITS
        && JWSAlgorithm.Family.RSA.contains(algorithm)) {
      return new RSASSAVerifier(rsa);
    }
    if (key instanceof ECKey ec && JWSAlgorithm.Family.EC.contains(algorithm)) {
      return new ECDSAVerifier(ec);
    }
    throw unusable("the token's algorithm does not go with its key");
  }

  private static JwtException unusable(String why) {
    return new JwtException(new RejectReason("token-unusable", why));
  }
}
