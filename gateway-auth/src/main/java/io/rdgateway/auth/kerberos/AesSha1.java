/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/** AES with HMAC-SHA1-96 (RFC 3962 over RFC 3961). */
final class AesSha1 implements EncryptionProfile {
  private static final String HMAC = "HmacSHA1";
  private static final int MAC_BYTES = 12;

  @Override
  public byte[] derive(byte[] key, int usage, Purpose purpose) throws GeneralSecurityException {
    byte[] derived = new byte[key.length];
    byte[] block = nfold(purpose.constant(usage), AesCipher.BLOCK);
    for (int at = 0; at < derived.length; at += AesCipher.BLOCK) {
      block = AesCipher.encryptBlock(key, block);
      System.arraycopy(block, 0, derived, at, AesCipher.BLOCK);
    }
    return derived;
  }

  @Override
  public byte[] decrypt(byte[] key, int usage, byte[] cipher) throws GeneralSecurityException {
    int end = cipher.length - MAC_BYTES;
    if (end <= AesCipher.BLOCK) {
      throw new AEADBadTagException("too short to be encrypted");
    }
    byte[] plain =
        AesCipher.decrypt(derive(key, usage, Purpose.ENCRYPTION), Arrays.copyOf(cipher, end));
    byte[] mac = AesCipher.hmac(HMAC, derive(key, usage, Purpose.INTEGRITY), plain);
    if (!MessageDigest.isEqual(
        Arrays.copyOf(mac, MAC_BYTES), Arrays.copyOfRange(cipher, end, cipher.length))) {
      throw new AEADBadTagException("wrong key or changed");
    }
    return Arrays.copyOfRange(plain, AesCipher.BLOCK, plain.length);
  }

  @Override
  public byte[] checksum(byte[] key, int usage, byte[] data) throws GeneralSecurityException {
    return Arrays.copyOf(
        AesCipher.hmac(HMAC, derive(key, usage, Purpose.CHECKSUM), data), MAC_BYTES);
  }

  /**
   * Spreads bytes over others (RFC 3961, section 5.1): copies, each turned right by 13 bits more,
   * are laid end to end, and pieces of the wanted size are added with an end-around carry.
   */
  static byte[] nfold(byte[] in, int size) {
    int bits = 8 * in.length;
    int total = lcm(in.length, size);
    int[] sums = new int[size];
    for (int i = 0; i < total; i++) {
      int turned = 13 * (i / in.length);
      int octet = 0;
      for (int bit = 0; bit < 8; bit++) {
        int from = Math.floorMod(8 * (i % in.length) + bit - turned, bits);
        octet = (octet << 1) | ((in[from / 8] >>> (7 - from % 8)) & 1);
      }
      sums[i % size] += octet;
    }
    boolean carried = true;
    while (carried) {
      carried = false;
      for (int i = size - 1; i >= 0; i--) {
        int carry = sums[i] >>> 8;
        sums[i] &= 0xFF;
        sums[Math.floorMod(i - 1, size)] += carry;
        carried |= carry != 0;
      }
    }
    byte[] out = new byte[size];
    for (int i = 0; i < size; i++) {
      out[i] = (byte) sums[i];
    }
    return out;
  }

  private static int lcm(int a, int b) {
    int x = a;
    int y = b;
    while (y != 0) {
      int rest = x % y;
      x = y;
      y = rest;
    }
    return a / x * b;
  }
}
