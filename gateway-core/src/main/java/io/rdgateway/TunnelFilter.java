/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which tunnels somebody means, in a form that events can tell.
 *
 * @param description for people
 * @param test whether a tunnel is meant
 */
public record TunnelFilter(String description, Predicate<? super Tunnel> test)
    implements Predicate<Tunnel> {

  private static final int MAX_PORT = 65_535;

  @Override
  public boolean test(Tunnel tunnel) {
    return test.test(tunnel);
  }

  /**
   * Every tunnel.
   *
   * @return the filter
   */
  public static TunnelFilter all() {
    return new TunnelFilter("all tunnels", tunnel -> true);
  }

  /**
   * One tunnel.
   *
   * @param id its {@link Tunnel#id}
   * @return the filter
   */
  public static TunnelFilter tunnel(String id) {
    return new TunnelFilter("tunnel " + id, tunnel -> tunnel.id().equals(id));
  }

  /**
   * The tunnels of a user.
   *
   * @param user a name as in {@link io.rdgateway.spi.UserPrincipal#name}, whose case does not
   *     matter, or the exact {@link io.rdgateway.spi.UserPrincipal#id}
   * @return the filter
   */
  public static TunnelFilter user(String user) {
    return new TunnelFilter(
        "user " + user,
        tunnel ->
            tunnel.principal().id().equals(user)
                || tunnel.principal().name().equalsIgnoreCase(user));
  }

  /**
   * The tunnels to a host.
   *
   * @param host the name that clients asked for, or the address that the gateway is connected to;
   *     IPv6 with or without brackets
   * @return the filter
   */
  public static TunnelFilter resource(String host) {
    String wanted = plain(host);
    return new TunnelFilter(
        "resource " + host,
        tunnel -> tunnel.channel().filter(channel -> leadsTo(channel, wanted)).isPresent());
  }

  /**
   * The tunnels to one port of a host.
   *
   * @param host as in {@link #resource(String)}
   * @param port 1 to 65535
   * @return the filter
   */
  public static TunnelFilter resource(String host, int port) {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
    }
    String wanted = plain(host);
    return new TunnelFilter(
        "resource " + host + " port " + port,
        tunnel ->
            tunnel
                .channel()
                .filter(channel -> channel.requestedPort() == port && leadsTo(channel, wanted))
                .isPresent());
  }

  private static boolean leadsTo(Tunnel.Channel channel, String wanted) {
    return plain(channel.requestedName()).equals(wanted)
        || plain(channel.target().getAddress().getHostAddress()).equals(wanted);
  }

  /** Names are compared without case and trailing dot, addresses without brackets. */
  private static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      return name.substring(1, name.length() - 1);
    }
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
