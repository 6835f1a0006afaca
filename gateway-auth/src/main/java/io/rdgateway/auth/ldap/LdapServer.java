/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

/**
 * Where a directory server listens.
 *
 * @param host a name that its certificate carries, or an address
 * @param port 1 to 65535
 */
public record LdapServer(String host, int port) {
  private static final int MAX_LENGTH = 253;

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

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
