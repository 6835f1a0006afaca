/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses as text, without ever asking a resolver: {@link InetAddress#getByName} takes
 * everything that is not an address for a name, and {@code 10.1} for 10.0.0.1.
 */
final class AddressText {

  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

  private AddressText() {}

  /**
   * Reads an address.
   *
   * @param text four decimal octets without leading zeros, or IPv6 (RFC 4291, section 2.2) without
   *     brackets and zone; IPv4-mapped IPv6 becomes IPv4
   * @return the address, or null if the text is not one
   */
  static @Nullable InetAddress parse(String text) {
    if (text.length() > 45) {
      return null;
    }
    byte[] bytes = text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
    return bytes == null ? null : ofBytes(bytes);
  }

  /** The address of these bytes, without name and zone; IPv4-mapped IPv6 becomes IPv4. */
  static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }

  private static byte @Nullable [] parse4(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return null;
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      if (!OCTET.matcher(octets[i]).matches() || Integer.parseInt(octets[i]) > 255) {
        return null;
      }
      bytes[i] = (byte) Integer.parseInt(octets[i]);
    }
    return bytes;
  }

  private static byte @Nullable [] parse6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] whole = groups(text, true);
      return whole != null && whole.length == 16 ? whole : null;
    }
    byte[] head = groups(text.substring(0, gap), false);
    byte[] tail = groups(text.substring(gap + 2), true);
    if (head == null || tail == null || head.length + tail.length > 14) {
      return null;
    }
    byte[] bytes = new byte[16];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
    return bytes;
  }

  /** Reads groups of 16 bits; the last two of the address may be written as IPv4. */
  private static byte @Nullable [] groups(String text, boolean endsAddress) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] groups = text.split(":", -1);
    byte[] v4 =
        endsAddress && text.indexOf('.') >= 0 ? parse4(groups[groups.length - 1]) : new byte[0];
    if (v4 == null) {
      return null;
    }
    int count = v4.length == 0 ? groups.length : groups.length - 1;
    byte[] bytes = new byte[2 * count + v4.length];
    for (int i = 0; i < count; i++) {
      if (!GROUP.matcher(groups[i]).matches()) {
        return null;
      }
      int value = Integer.parseInt(groups[i], 16);
      bytes[2 * i] = (byte) (value >> 8);
      bytes[2 * i + 1] = (byte) value;
    }
    System.arraycopy(v4, 0, bytes, 2 * count, v4.length);
    return bytes;
  }

  /**
   * Writes an address the way people do (RFC 5952): the longest run of zero groups is {@code ::}.
   */
  static String format(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    int gap = -1;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int zeros = 0;
      while (i + zeros < 8 && group(bytes, i + zeros) == 0) {
        zeros++;
      }
      if (zeros > gapLength) {
        gap = i;
        gapLength = zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i += gapLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(bytes, i)));
    }
    return text.toString();
  }

  private static int group(byte[] bytes, int index) {
    return (bytes[2 * index] & 0xff) << 8 | (bytes[2 * index + 1] & 0xff);
  }
}
