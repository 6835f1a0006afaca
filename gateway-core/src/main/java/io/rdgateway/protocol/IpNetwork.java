/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.net.InetAddress;

/** A range of IP addresses with a common prefix (RFC 4632, RFC 4291 section 2.3). Immutable. */
public final class IpNetwork {
  private final byte[] base;
  private final int prefix;

  private IpNetwork(byte[] base, int prefix) {
    this.base = base;
    this.prefix = prefix;
  }

  /**
   * Reads a network or one address.
   *
   * @param text for example {@code 192.0.2.0/24}, {@code 2001:db8::/32} or {@code ::1}
   * @throws IllegalArgumentException if it is neither
   */
  public static IpNetwork parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(
          "not an IP address or a network like 192.0.2.0/24 or 2001:db8::/32: " + text);
    }
    byte[] base = address.getAddress();
    int bits = base.length * 8;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException(
          "the number behind the slash must be 0 to " + bits + ": " + text);
    }
    for (int bit = prefix; bit < bits; bit++) {
      if ((base[bit / 8] & (0x80 >> bit % 8)) != 0) {
        throw new IllegalArgumentException(
            text
                + " has bits behind its prefix; write the first address of the network, or the"
                + " address without a slash");
      }
    }
    return new IpNetwork(base, prefix);
  }

  private static int prefix(String text) {
    boolean number =
        !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Integer.parseInt(text) : -1;
  }

  /** Whether an address lies in it; IPv4 and IPv6 are never mixed. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != base.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != base[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    return rest == 0 || ((bytes[whole] ^ base[whole]) & (0xFF00 >> rest) & 0xFF) == 0;
  }

  /** Whether it holds every address of its kind. */
  public boolean isEverything() {
    return prefix == 0;
  }

  @Override
  public String toString() {
    return IpLiteral.ofBytes(base).getHostAddress() + "/" + prefix;
  }
}
