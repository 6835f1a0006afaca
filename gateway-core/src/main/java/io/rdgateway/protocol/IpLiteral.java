/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses as text, without ever asking a resolver. */
final class IpLiteral {
  /** The longest one: six groups of IPv6 and an IPv4 address. */
  private static final int MAX_LENGTH = 45;

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

  /** What the JDK is asked about: with a colon in it, it never takes a text for a name. */
  private static final Pattern LIKE_V6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]*");

  private IpLiteral() {}

  /**
   * Reads an address.
   *
   * @param text four decimal octets without leading zeros, or IPv6 without brackets and zone;
   *     IPv4-mapped IPv6 becomes IPv4
   * @return null if it is none
   */
  static @Nullable InetAddress parse(String text) {
    return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
  }

  /** The same for IPv4 alone. */
  static @Nullable InetAddress parse4(String text) {
    return text.length() <= MAX_LENGTH && V4.matcher(text).matches() ? literal(text) : null;
  }

  /** The same for IPv6 alone. */
  static @Nullable InetAddress parse6(String text) {
    return text.length() <= MAX_LENGTH && text.indexOf(':') >= 0 && LIKE_V6.matcher(text).matches()
        ? literal(text)
        : null;
  }

  /** The address of 4 or 16 bytes; IPv4-mapped IPv6 becomes IPv4. */
  static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
