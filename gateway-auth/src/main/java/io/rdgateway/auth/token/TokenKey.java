/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key for tokens with its id. The id in a token chooses the key, and the key alone decides on the
 * algorithm. Immutable and thread-safe; its text form shows no secret.
 */
public final class TokenKey {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,16}");
  private static final int MIN_SECRET = 32;
  private static final String HMAC = "HmacSHA256";
  private static final String ED25519 = "Ed25519";

  private final String id;
  private final @Nullable SecretKey secret;
  private final @Nullable PrivateKey signing;
  private final @Nullable PublicKey verifying;

  private TokenKey(
      String id,
      @Nullable SecretKey secret,
      @Nullable PrivateKey signing,
      @Nullable PublicKey verifying) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "the id of a token key has 1 to 16 letters, digits, dashes or underscores");
    }
    this.id = id;
    this.secret = secret;
    this.signing = signing;
    this.verifying = verifying;
  }

  /**
   * A key of HMAC-SHA256: whoever verifies can issue as well. Short tokens, and fast.
   *
   * @param id 1 to 16 letters, digits, dashes or underscores
   * @param secret at least 32 random bytes; copied
   * @return the key
   */
  public static TokenKey hmac(String id, byte[] secret) {
    if (secret.length < MIN_SECRET) {
      throw new IllegalArgumentException(
          "the secret of a token key has at least " + MIN_SECRET + " random bytes");
    }
    return new TokenKey(id, new SecretKeySpec(secret, HMAC), null, null);
  }

  /**
   * A pair of Ed25519 keys, for where tokens are issued.
   *
   * @param id 1 to 16 letters, digits, dashes or underscores
   * @param pair as made by the JDK's generator for Ed25519
   * @return the key
   */
  public static TokenKey ed25519(String id, KeyPair pair) {
    return new TokenKey(
        id, null, requireEdwards(pair.getPrivate()), requireEdwards(pair.getPublic()));
  }

  /**
   * The public half of a pair, for gateways that only verify.
   *
   * @param id as where the tokens are issued
   * @param key the public key
   * @return the key, which cannot issue
   */
  public static TokenKey ed25519(String id, PublicKey key) {
    return new TokenKey(id, null, null, requireEdwards(key));
  }

  private static <K extends java.security.Key> K requireEdwards(K key) {
    // The JDK names the family or the curve, and both curves share the family's name.
    boolean edwards =
        key instanceof java.security.interfaces.EdECKey curve
            && curve.getParams().getName().equals(ED25519);
    if (!edwards) {
      throw new IllegalArgumentException("a key of the kind Ed25519 is needed");
    }
    return key;
  }

  /**
   * The id.
   *
   * @return as it stands in tokens
   */
  public String id() {
    return id;
  }

  boolean canIssue() {
    return secret != null || signing != null;
  }

  byte[] sign(byte[] message) {
    try {
      if (secret != null) {
        return mac(secret, message);
      }
      if (signing == null) {
        throw new IllegalStateException("the token key " + id + " can only verify");
      }
      Signature signature = Signature.getInstance(ED25519);
      signature.initSign(signing);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot use the token key " + id, e);
    }
  }

  boolean verifies(byte[] message, byte[] proof) {
    try {
      if (secret != null) {
        return MessageDigest.isEqual(mac(secret, message), proof);
      }
      Signature signature = Signature.getInstance(ED25519);
      signature.initVerify(verifying);
      signature.update(message);
      return signature.verify(proof);
    } catch (SignatureException e) {
      return false; // a proof that is no signature at all
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot use the token key " + id, e);
    }
  }

  private static byte[] mac(SecretKey secret, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    try {
      mac.init(secret);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
    return mac.doFinal(message);
  }

  @Override
  public String toString() {
    return "TokenKey["
        + id
        + ", "
        + (secret != null ? HMAC : ED25519)
        + (canIssue() ? "]" : ", verifies only]");
  }
}
