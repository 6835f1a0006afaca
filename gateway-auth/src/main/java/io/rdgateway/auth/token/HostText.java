/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.AccessScope;
import java.net.IDN;
import java.util.Locale;

/** Hosts in the form in which core compares them with what a client asks for. */
final class HostText {
  private static final int MAX_NAME = 253;

  private HostText() {}

  /** Lower case, no brackets, no trailing dot, international names in ASCII. */
  static AccessScope.Target normalised(AccessScope.Target target) {
    String host = target.host();
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    try {
      host = IDN.toASCII(host).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a host of the token is no name and no address", e);
    }
    if (host.isEmpty()
        || host.length() > MAX_NAME
        || !host.chars().allMatch(c -> Character.isLetterOrDigit(c) || ".-_:$".indexOf(c) >= 0)) {
      throw new IllegalArgumentException("a host of the token is no name and no address");
    }
    return new AccessScope.Target(host, target.port());
  }

  /** Reads {@code host}, {@code host:port} or {@code [address]:port}. */
  static AccessScope.Target parse(String text, int usualPort) {
    int colon = text.lastIndexOf(':');
    boolean bracket = text.startsWith("[");
    boolean bareAddress = !bracket && text.indexOf(':') != colon;
    boolean hasPort = !bareAddress && colon > text.lastIndexOf(']');
    if (!hasPort) {
      return normalised(new AccessScope.Target(text, usualPort));
    }
    String port = text.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535");
    }
    return normalised(new AccessScope.Target(text.substring(0, colon), Integer.parseInt(port)));
  }
}
