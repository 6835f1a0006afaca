/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/** The client's side of MS-CHAPv2 (RFC 2759, section 8) for one sign-in. */
final class MsChapV2 {
  static final int CHALLENGE = 16;

  private static final int HASHED_CHALLENGE = 8;
  private static final int DES_BLOCK = 8;
  private static final int DES_KEY = 7;
  private static final byte[] SERVER_TO_CLIENT = ascii("Magic server to client signing constant");
  private static final byte[] MORE_ITERATIONS = ascii("Pad to make it do more than one iteration");

  private final byte[] challenge;
  private final byte[] peerChallenge;
  private final byte[] hashedChallenge;
  private final byte[] passwordHash;
  private final byte[] response;

  /**
   * Computes the response.
   *
   * @param userName as typed; a domain in front of a backslash is not part of the computation
   * @param challenge 16 random bytes of the side that asks, which is the gateway here
   * @param peerChallenge 16 random bytes of the side that answers, which is the gateway too
   */
  MsChapV2(String userName, String password, byte[] challenge, byte[] peerChallenge) {
    this.challenge = challenge;
    this.peerChallenge = peerChallenge;
    String name = userName.substring(userName.indexOf('\\') + 1);
    hashedChallenge =
        Arrays.copyOf(
            Digests.sha1(peerChallenge, challenge, name.getBytes(StandardCharsets.UTF_8)),
            HASHED_CHALLENGE);
    passwordHash = md4(password.getBytes(StandardCharsets.UTF_16LE));
    response = encrypt(hashedChallenge, passwordHash);
  }

  byte[] challenge() {
    return challenge.clone();
  }

  byte[] response() {
    return response.clone();
  }

  /** The value of MS-CHAP2-Response (RFC 2548, section 2.3.2). */
  byte[] attribute(byte identifier) {
    byte[] value = new byte[2 + CHALLENGE + 8 + response.length];
    value[0] = identifier;
    System.arraycopy(peerChallenge, 0, value, 2, CHALLENGE);
    System.arraycopy(response, 0, value, 2 + CHALLENGE + 8, response.length);
    return value;
  }

  /** What a server that knows the password answers. */
  String success() {
    byte[] inner = Digests.sha1(md4(passwordHash), response, SERVER_TO_CLIENT);
    byte[] digest = Digests.sha1(inner, hashedChallenge, MORE_ITERATIONS);
    return "S=" + HexFormat.of().withUpperCase().formatHex(digest);
  }

  /** Whether MS-CHAP2-Success proves that; an explanation may follow the proof. */
  boolean isProven(byte[] attribute) {
    byte[] expected = ascii(success());
    return attribute.length > expected.length
        && MessageDigest.isEqual(expected, Arrays.copyOfRange(attribute, 1, expected.length + 1));
  }

  /** Three times DES, with 56 bits of the padded hash each. */
  private static byte[] encrypt(byte[] challenge, byte[] hash) {
    byte[] keys = Arrays.copyOf(hash, 3 * DES_KEY);
    byte[] out = new byte[3 * DES_BLOCK];
    for (int i = 0; i < 3; i++) {
      DESEngine engine = new DESEngine();
      engine.init(true, new KeyParameter(withParityBits(keys, i * DES_KEY)));
      engine.processBlock(challenge, 0, out, i * DES_BLOCK);
    }
    return out;
  }

  private static byte[] withParityBits(byte[] bytes, int start) {
    long bits = 0;
    for (int i = 0; i < DES_KEY; i++) {
      bits = bits << 8 | (bytes[start + i] & 0xFF);
    }
    byte[] key = new byte[DES_BLOCK];
    for (int i = 0; i < DES_BLOCK; i++) {
      key[i] = (byte) ((bits >>> (7 * (DES_KEY - i))) << 1);
    }
    return key;
  }

  private static byte[] md4(byte[] data) {
    MD4Digest digest = new MD4Digest();
    digest.update(data, 0, data.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
