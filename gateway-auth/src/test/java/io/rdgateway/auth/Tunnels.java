/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Questions to connection policies, and what is asked before. */
public final class Tunnels {
  /** What a live tunnel of the tests holds. */
  public static final TunnelGrant CURRENT =
      new TunnelGrant(
          Set.of(), Duration.ofMinutes(3), Duration.ofMinutes(7), false, Map.of("k", "v"));

  private Tunnels() {}

  /** A connection with this id from this address. */
  public static ConnectionInfo connection(String id, String address) {
    return new ConnectionInfo(
        id,
        TransportKind.HTTP,
        new InetSocketAddress(address, 50000),
        new InetSocketAddress("198.51.100.1", 443),
        "TLSv1.3",
        List.of(),
        null,
        null,
        null,
        null);
  }

  /** A sign-in over HTTP. */
  public static AuthenticationContext signIn(Occasion occasion, String address) {
    return new AuthenticationContext(
        connection("c1", address),
        AuthenticationContext.Stage.HTTP,
        occasion,
        null,
        Instant.EPOCH.plusSeconds(60));
  }

  /** A user by NTLM. */
  public static UserPrincipal user(String name) {
    return user(name, AuthScheme.NTLM);
  }

  /** A user. */
  public static UserPrincipal user(String name, AuthScheme scheme) {
    return UserPrincipal.of("id-" + name, name, Set.of(), scheme, Instant.EPOCH);
  }

  /** May this user open a tunnel? */
  public static TunnelRequest open(UserPrincipal user, String address, String clientName) {
    return new TunnelRequest(
        user, connection("c7", address), clientName, new Capabilities(0), Occasion.OPEN, null);
  }

  /** May this user open a tunnel from somewhere? */
  public static TunnelRequest open(String user) {
    return open(user(user), "203.0.113.9", "PC7");
  }

  /** May this user keep a tunnel? */
  public static TunnelRequest again(String user, Occasion occasion) {
    TunnelRequest open = open(user);
    return new TunnelRequest(
        open.principal(),
        open.connection(),
        open.clientName(),
        open.capabilities(),
        occasion,
        CURRENT);
  }
}
