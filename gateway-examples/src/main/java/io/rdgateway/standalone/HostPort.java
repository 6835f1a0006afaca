/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.policy.Target;
import io.rdgateway.spi.ConfigurationException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port as people type them.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
  /** Where RDP hosts listen. */
  static final int RDP = 3389;

  private static final int HTTPS = 443;
  private static final int MAX_PORT = 65535;
  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:\\s]+))(?::([0-9]{1,5}))?");

  /** Addresses as people type them, the host numeric and an IPv6 one in brackets. */
  static String text(Collection<InetSocketAddress> addresses) {
    return addresses.stream().map(HostPort::text).collect(Collectors.joining(", "));
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /**
   * Reads where to listen.
   *
   * @param text {@code ADDR:PORT}; port 0 lets the system choose
   * @return the address
   * @throws ConfigurationException if it is something else, or no address of this machine's form
   */
  public static InetSocketAddress listener(String text) {
    String remedy = "write ADDR:PORT as in 127.0.0.1:8443 or [::1]:8443";
    HostPort parsed = parse("--listen", text, null, remedy);
    try {
      return new InetSocketAddress(InetAddress.getByName(parsed.host), parsed.port);
    } catch (UnknownHostException e) {
      throw malformed("--listen", text, remedy, e);
    }
  }

  /**
   * Reads a target. {@code localhost} becomes {@code 127.0.0.1}, because only a rule that names a
   * loopback address opens one.
   *
   * @param text {@code HOST} or {@code HOST:PORT}
   * @return the target, with port 3389 if it has none
   * @throws ConfigurationException if it is something else
   */
  public static HostPort target(String text) {
    String remedy = "write HOST or HOST:PORT as in pc.example, 10.1.2.3:3390 or [2001:db8::1]:3389";
    HostPort parsed = parse("--target", text, RDP, remedy);
    if (parsed.port == 0) {
      throw malformed("--target", text, remedy, null);
    }
    String host = parsed.host.toLowerCase(Locale.ROOT);
    try {
      Target target = Target.parse(host.equals("localhost") ? "127.0.0.1" : host);
      if (target instanceof Target.HostName || target instanceof Target.Address) {
        return new HostPort(target.text(), parsed.port);
      }
    } catch (IllegalArgumentException e) {
      throw malformed("--target", text, remedy, e);
    }
    throw malformed("--target", text, remedy, null);
  }

  /** Reads what clients call the gateway; port 443 if it has none. */
  static HostPort parseGateway(String text) {
    String remedy = "write HOST or HOST:PORT as in gw.example or gw.example:8443";
    HostPort parsed = parse("--gateway", text, HTTPS, remedy);
    if (parsed.port == 0) {
      throw malformed("--gateway", text, remedy, null);
    }
    return parsed;
  }

  /** Reads a host that tunnels lead to; port 0 if it has none. */
  static HostPort resource(String text) {
    return parse(
        "--resource", text, 0, "write HOST or HOST:PORT as in pc.example or [2001:db8::1]:3389");
  }

  private static HostPort parse(
      String option, String text, @Nullable Integer defaultPort, String remedy) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || (matcher.group(3) == null && defaultPort == null)) {
      throw malformed(option, text, remedy, null);
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    int port =
        matcher.group(3) != null
            ? Integer.parseInt(matcher.group(3))
            : defaultPort == null ? 0 : defaultPort;
    if (host == null || port > MAX_PORT) {
      throw malformed(option, text, remedy, null);
    }
    return new HostPort(host, port);
  }

  private static ConfigurationException malformed(
      String option, String text, String remedy, @Nullable Exception cause) {
    return new ConfigurationException(
        option + " does not understand \"" + Printable.text(text) + "\"; " + remedy + ".", cause);
  }

  /**
   * The form that every client takes.
   *
   * @return {@code host:port}, with brackets around IPv6
   */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
