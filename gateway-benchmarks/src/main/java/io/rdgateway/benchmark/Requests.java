/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who asks in the benchmarks of policies: somebody in 31 groups. */
final class Requests {
  static final String GROUP = "staff";
  static final Instant MONDAY_NOON = Instant.parse("2026-06-01T12:00:00Z");
  static final InetAddress ELSEWHERE = address(192, 0, 2, 1);
  static final UserPrincipal ALICE =
      UserPrincipal.of("u1", "alice", groups(), AuthScheme.NTLM, Instant.EPOCH);
  static final ConnectionInfo CONNECTION =
      new ConnectionInfo(
          "c1",
          TransportKind.WEBSOCKET,
          new InetSocketAddress(ELSEWHERE, 50_000),
          new InetSocketAddress(ELSEWHERE, 443),
          "TLSv1.3",
          List.of(),
          null,
          null,
          null,
          null);

  private Requests() {}

  private static Set<String> groups() {
    Set<String> groups = new HashSet<>(Set.of(GROUP));
    for (int i = 0; i < 30; i++) {
      groups.add("group-" + i);
    }
    return groups;
  }

  static InetAddress address(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has four octets", e);
    }
  }
}
