/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.throttle;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whom and where to count for. */
final class ThrottleKeys {
  private static final int MAX_LENGTH = 256;
  private static final int PREFIX_BYTES = 8;

  /** Accents, spaces and invisible characters: what directories overlook when they compare. */
  private static final Pattern OVERLOOKED = Pattern.compile("[\\p{M}\\p{C}\\p{Z}]");

  private ThrottleKeys() {}

  /**
   * One word for all the ways to spell a user: without domain, case, accents, spaces. Otherwise
   * each spelling would have guesses of its own. People of the same name in two domains share one:
   * while one is under attack both are slowed, and a password of one forgives failures of the other
   * at the same address.
   */
  static String user(String name) {
    // First of all, since there are other characters that directories take for an @.
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKD);
    plain = OVERLOOKED.matcher(plain).replaceAll("");
    plain = plain.substring(Math.max(plain.lastIndexOf('\\'), plain.lastIndexOf('/')) + 1);
    int at = plain.lastIndexOf('@');
    if (at > 0) {
      plain = plain.substring(0, at);
    }
    plain = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return plain.length() > MAX_LENGTH ? plain.substring(0, MAX_LENGTH) : plain;
  }

  /** An IPv4 address, or the /64 that one customer has at least of IPv6. */
  static String address(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] prefix = address.getAddress();
    Arrays.fill(prefix, PREFIX_BYTES, prefix.length, (byte) 0);
    try {
      return InetAddress.getByAddress(prefix).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IPv6 address has 16 bytes", e);
    }
  }
}
