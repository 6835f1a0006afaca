/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
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
  private static final int RAW_KEY = Ed25519.PUBLIC_KEY_SIZE;
  private static final int SIGNATURE = Ed25519.SIGNATURE_SIZE;

  private final String id;
  private final @Nullable SecretKey secret;
  // Bouncy Castle's arithmetic, several times as fast as that of the JDK.
  private final @Nullable Ed25519PrivateKeyParameters signing;
  private final @Nullable Ed25519PublicKeyParameters verifying;

  private TokenKey(
      String id,
      @Nullable SecretKey secret,
      @Nullable Ed25519PrivateKeyParameters signing,
      @Nullable Ed25519PublicKeyParameters verifying) {
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
    if (!(pair.getPrivate() instanceof EdECPrivateKey key) || !isEd25519(key)) {
      throw wrongKind();
    }
    Ed25519PrivateKeyParameters signing =
        new Ed25519PrivateKeyParameters(
            key.getBytes()
                .orElseThrow(() -> new IllegalArgumentException("the private key cannot be read")));
    Ed25519PublicKeyParameters verifying = signing.generatePublicKey();
    if (!MessageDigest.isEqual(raw(pair.getPublic()), verifying.getEncoded())) {
      throw new IllegalArgumentException("the public key is not that of the private key");
    }
    return new TokenKey(id, null, signing, verifying);
  }

  /**
   * The public half of a pair, for gateways that only verify.
   *
   * @param id as where the tokens are issued
   * @param key the public key
   * @return the key, which cannot issue
   */
  public static TokenKey ed25519(String id, PublicKey key) {
    return new TokenKey(id, null, null, new Ed25519PublicKeyParameters(raw(key)));
  }

  /** The key as RFC 8032 encodes it, which is the end of its X.509 encoding. */
  private static byte[] raw(PublicKey key) {
    if (!(key instanceof EdECPublicKey edwards) || !isEd25519(edwards)) {
      throw wrongKind();
    }
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length);
  }

  private static boolean isEd25519(EdECKey key) {
    return key.getParams().getName().equals(ED25519);
  }

  private static IllegalArgumentException wrongKind() {
    return new IllegalArgumentException("a key of the kind Ed25519 is needed");
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
    if (secret != null) {
      return mac(secret, message);
    }
    if (signing == null) {
      throw new IllegalStateException("the token key " + id + " can only verify");
    }
    byte[] signature = new byte[SIGNATURE];
    signing.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  boolean verifies(byte[] message, byte[] proof) {
    if (secret != null) {
      return MessageDigest.isEqual(mac(secret, message), proof);
    }
    return verifying != null
        && proof.length == SIGNATURE
        && verifying.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, proof, 0);
  }

  private byte[] mac(SecretKey key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot use the token key " + id, e);
    }
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
