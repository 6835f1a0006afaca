/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.protocol.IpNetwork;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * The proxies in front of a listener, and the one way in which they say who the client is. Such a
 * listener takes connections from these proxies alone: whoever reached it past them could claim to
 * be anybody, or would go without the TLS that ends at them. Clients that come directly get a
 * listener of their own. What a proxy does not say in the chosen way is never guessed. Immutable.
 *
 * <p>A proxy that speaks HTTP has to use a connection to the gateway for one client alone: sign-ins
 * like NTLM hold for the connection. Requests of two addresses on one connection end it, but two
 * clients behind one address cannot be told apart.
 */
public final class TrustedProxies {

  /** How a proxy says who the client is. */
  public enum Statement {
    /**
     * HAProxy's PROXY protocol, version 1 or 2, as the first bytes of the connection, before any
     * TLS. A connection without it is closed. Where the header names nobody (LOCAL, UNKNOWN), as
     * proxies do for their own checks, the proxy counts as the client.
     */
    PROXY_PROTOCOL,
    /**
     * The field {@code X-Forwarded-For} of each request: its last address that is not a trusted
     * proxy's. A request without one is answered with 400.
     */
    X_FORWARDED_FOR,
    /** The same with the field {@code Forwarded} (RFC 7239). */
    FORWARDED
  }

  private final Statement statement;
  private final List<IpNetwork> networks;

  private TrustedProxies(Statement statement, List<IpNetwork> networks) {
    this.statement = statement;
    this.networks = networks;
  }

  /**
   * Trusts proxies.
   *
   * @param statement how they say who the client is
   * @param networks addresses or networks that are theirs alone, for example {@code 192.0.2.7},
   *     {@code 192.0.2.0/28} or {@code 2001:db8::/64}; at least one
   * @return the settings
   * @throws IllegalArgumentException if there is no network, if one is malformed or has bits behind
   *     its prefix, or if one is every address
   */
  public static TrustedProxies of(Statement statement, List<String> networks) {
    if (networks.isEmpty()) {
      throw new IllegalArgumentException("name the addresses of the proxies");
    }
    List<IpNetwork> parsed = networks.stream().map(IpNetwork::parse).toList();
    if (parsed.stream().anyMatch(IpNetwork::isEverything)) {
      throw new IllegalArgumentException(
          "to trust every address is to let anybody choose an address; name those of the proxies");
    }
    return new TrustedProxies(statement, parsed);
  }

  /**
   * Trusts proxies.
   *
   * @param statement how they say who the client is
   * @param networks at least one; see {@link #of(Statement, List)}
   * @return the settings
   * @throws IllegalArgumentException as there
   */
  public static TrustedProxies of(Statement statement, String... networks) {
    return of(statement, Arrays.asList(networks));
  }

  /**
   * How they say who the client is.
   *
   * @return the one way
   */
  public Statement statement() {
    return statement;
  }

  /**
   * Whether an address is a proxy's.
   *
   * @param address of whoever is connected
   * @return whether it is believed
   */
  public boolean trusts(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  @Override
  public String toString() {
    return statement + " from " + networks;
  }
}
