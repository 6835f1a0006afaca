/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something is, not yet looked up.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 0 to 65535
 */
public record HostAndPort(String host, int port) {
  private static final int MAX_PORT = 65_535;
  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:/\\s]+))(?::([0-9]{1,5}))?");

  /**
   * Reads a text.
   *
   * @param usualPort the port of a text without one; negative if it must have one
   * @throws IllegalArgumentException if it is something else
   */
  static HostAndPort parse(String text, int usualPort) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches() && (matcher.group(3) != null || usualPort >= 0)) {
      String address = matcher.group(1);
      int port = matcher.group(3) == null ? usualPort : Integer.parseInt(matcher.group(3));
      if (port <= MAX_PORT) {
        return new HostAndPort(address == null ? matcher.group(2) : address, port);
      }
    }
    throw new IllegalArgumentException(
        usualPort < 0
            ? "write a host and a port as in \"10.0.0.5:443\" or \"[2001:db8::5]:443\""
            : "write a host, or a host and a port, as in \"srv.example\" or \"srv.example:"
                + usualPort
                + "\"");
  }

  /** The form that it was read from, always with the port. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
