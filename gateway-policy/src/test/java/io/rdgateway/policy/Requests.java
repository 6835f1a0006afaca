/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Questions to a policy. */
final class Requests {

  static final UserPrincipal ALICE = user("S-1-5-21-7", "alice", "rdg-users");
  static final UserPrincipal BOB = user("S-1-5-21-8", "bob");

  private static final ConnectionInfo CONNECTION =
      connection(new InetSocketAddress(address("192.0.2.1"), 50000));

  private Requests() {}

  static UserPrincipal user(String id, String name, String... groups) {
    return user(id, name, AuthScheme.NTLM, groups);
  }

  static UserPrincipal user(String id, String name, AuthScheme scheme, String... groups) {
    return UserPrincipal.of(id, name, Set.of(groups), scheme, Instant.EPOCH);
  }

  private static ConnectionInfo connection(InetSocketAddress client) {
    return new ConnectionInfo(
        "c1",
        TransportKind.WEBSOCKET,
        client,
        new InetSocketAddress(address("192.0.2.2"), 443),
        "TLSv1.3",
        List.of(),
        null,
        null,
        null,
        null);
  }

  static InetAddress address(String literal) {
    return Objects.requireNonNull(AddressText.parse(literal), literal);
  }

  static TunnelRequest tunnel(UserPrincipal who) {
    return tunnel(who, CONNECTION.clientAddress(), "PC");
  }

  static TunnelRequest tunnel(UserPrincipal who, String client, String clientName) {
    return tunnel(who, new InetSocketAddress(address(client), 50000), clientName);
  }

  static TunnelRequest tunnel(UserPrincipal who, InetSocketAddress client, String clientName) {
    return new TunnelRequest(
        who, connection(client), clientName, new Capabilities(0), Occasion.OPEN, null);
  }

  static ChannelRequest channel(UserPrincipal who, String name, String literal, int port) {
    return channel(who, name, new InetSocketAddress(address(literal), port), port);
  }

  static ChannelRequest channel(
      UserPrincipal who, String name, InetSocketAddress target, int port) {
    return new ChannelRequest(who, CONNECTION, name, target, port, Occasion.OPEN);
  }
}
