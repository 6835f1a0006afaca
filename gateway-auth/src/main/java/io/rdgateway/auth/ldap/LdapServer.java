/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a directory server listens.
 *
 * @param host a name that its certificate carries, or an address
 * @param port 1 to 65535
 */
public record LdapServer(String host, int port) {
  private static final int MAX_LENGTH = 253;
  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:/\\[\\]]+))(?::([0-9]{1,5}))?");

  /** Checks both. */
  public LdapServer {
    if (host.isEmpty()
        || host.length() > MAX_LENGTH
        || !host.chars().allMatch(c -> c > ' ' && c < 127 && "/\\@[]".indexOf(c) < 0)) {
      throw new IllegalArgumentException(
          "a directory server is named by a host name or an address, without scheme and brackets");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("the port must be 1 to 65535, not " + port);
    }
  }

  /**
   * A server from its text.
   *
   * @param text {@code host}, {@code host:port}, {@code [IPv6 address]} or {@code [IPv6
   *     address]:port}
   * @param usualPort the port where the text has none
   * @return the server
   * @throws IllegalArgumentException if it is anything else
   */
  public static LdapServer parse(String text, int usualPort) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "write a server as in dc1.corp.example or dc1.corp.example:636");
    }
    String address = matcher.group(1);
    String port = matcher.group(3);
    return new LdapServer(
        address == null ? matcher.group(2) : address,
        port == null ? usualPort : Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
