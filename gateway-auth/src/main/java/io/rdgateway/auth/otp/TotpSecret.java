/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a user's authenticator app and the gateway share (RFC 6238). Immutable; the text form shows
 * nothing of it.
 *
 * <p><b>It is as good as the token</b>: keep it where only the gateway can read it.
 */
public final class TotpSecret {
  private static final int MIN_KEY = 10;
  private static final int MIN_DIGITS = 6;
  private static final int MAX_DIGITS = 8;
  private static final Duration MAX_PERIOD = Duration.ofMinutes(2);
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] key;
  private final Algorithm algorithm;
  private final int digits;
  private final long period;

  /** The hash under the code. Most apps know {@link #SHA1} alone, which is safe here. */
  public enum Algorithm {
    /** HMAC-SHA-1. */
    SHA1("HmacSHA1"),
    /** HMAC-SHA-256. */
    SHA256("HmacSHA256"),
    /** HMAC-SHA-512. */
    SHA512("HmacSHA512");

    private final String mac;

    Algorithm(String mac) {
      this.mac = mac;
    }
  }

  private TotpSecret(byte[] key, Algorithm algorithm, int digits, Duration period) {
    if (key.length < MIN_KEY) {
      throw new IllegalArgumentException(
          "a TOTP secret has 10 bytes (16 characters of base32) or more; 20 are usual");
    }
    if (digits < MIN_DIGITS || digits > MAX_DIGITS) {
      throw new IllegalArgumentException("a TOTP code has 6 to 8 digits, not " + digits);
    }
    if (period.compareTo(Duration.ofSeconds(15)) < 0 || period.compareTo(MAX_PERIOD) > 0) {
      throw new IllegalArgumentException("a TOTP period is 15 seconds to 2 minutes, not " + period);
    }
    this.key = key;
    this.algorithm = algorithm;
    this.digits = digits;
    this.period = period.toSeconds();
  }

  /**
   * A secret as apps take it: SHA-1, 6 digits, 30 seconds.
   *
   * @param base32 at least 16 characters (RFC 4648), blanks and padding allowed
   * @return the secret
   * @throws IllegalArgumentException if it is too short or no base32; the text is not quoted
   */
  public static TotpSecret ofBase32(String base32) {
    return of(decode(base32), Algorithm.SHA1, MIN_DIGITS, Duration.ofSeconds(30));
  }

  /**
   * Any secret of RFC 6238.
   *
   * @param key 10 bytes or more; copied
   * @param algorithm the hash
   * @param digits of a code, 6 to 8
   * @param period of a code in whole seconds, 15 seconds to 2 minutes
   * @return the secret
   * @throws IllegalArgumentException if something is out of range
   */
  public static TotpSecret of(byte[] key, Algorithm algorithm, int digits, Duration period) {
    return new TotpSecret(key.clone(), algorithm, digits, period);
  }

  private static byte[] decode(String base32) {
    String text = base32.replaceAll("[ =-]", "").toUpperCase(Locale.ROOT);
    byte[] bytes = new byte[text.length() * 5 / 8];
    int bits = 0;
    int buffer = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = BASE32.indexOf(text.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException(
            "a TOTP secret is written in base32: letters and the digits 2 to 7");
      }
      buffer = (buffer << 5 | value) & 0xFFF;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >>> bits);
      }
    }
    return Arrays.copyOf(bytes, at);
  }

  /** Which code is due; counts periods from 1970 on. */
  long step(long epochSecond) {
    return Math.floorDiv(epochSecond, period);
  }

  /** The code of a step (RFC 4226, section 5.3). */
  String code(long step) {
    byte[] counter = new byte[Long.BYTES];
    for (int i = 0; i < counter.length; i++) {
      counter[i] = (byte) (step >>> (8 * (counter.length - 1 - i)));
    }
    byte[] hash;
    try {
      Mac mac = Mac.getInstance(algorithm.mac);
      mac.init(new SecretKeySpec(key, algorithm.mac));
      hash = mac.doFinal(counter);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no " + algorithm.mac, e);
    }
    int offset = hash[hash.length - 1] & 0xF;
    int number =
        (hash[offset] & 0x7F) << 24
            | (hash[offset + 1] & 0xFF) << 16
            | (hash[offset + 2] & 0xFF) << 8
            | (hash[offset + 3] & 0xFF);
    String all = String.format(Locale.ROOT, "%010d", number);
    return all.substring(all.length() - digits);
  }

  @Override
  public String toString() {
    return "TotpSecret[<redacted>]";
  }
}
