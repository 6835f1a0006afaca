/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import java.util.List;

/**
 * A realm that clients may reach.
 *
 * @param name such as {@code EXAMPLE.COM}, or a domain of Active Directory; compared without regard
 *     to case
 * @param kdcs at least one; the next is asked when one does not answer
 * @param passwordServers for changes of passwords; empty, and none can be changed through the proxy
 */
public record KdcRealm(String name, List<KdcAddress> kdcs, List<KdcAddress> passwordServers) {
  private static final int MAX_SERVERS = 16;

  /** Copies the lists. */
  public KdcRealm {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException("the name of a realm is a word of printable ASCII");
    }
    kdcs = List.copyOf(kdcs);
    passwordServers = List.copyOf(passwordServers);
    if (kdcs.isEmpty() || kdcs.size() > MAX_SERVERS || passwordServers.size() > MAX_SERVERS) {
      throw new IllegalArgumentException(
          "a realm has 1 to 16 KDCs and at most 16 password servers");
    }
  }

  /**
   * A realm without changes of passwords.
   *
   * @param name of the realm
   * @param kdcs at least one
   * @return the realm
   */
  public static KdcRealm of(String name, KdcAddress... kdcs) {
    return new KdcRealm(name, List.of(kdcs), List.of());
  }

  List<KdcAddress> servers(KerberosRequest.Kind kind) {
    return kind == KerberosRequest.Kind.PASSWORD_CHANGE ? passwordServers : kdcs;
  }
}
