/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hops that proxies have written into a request, the client's side first: {@code Forwarded}
 * (RFC 7239) or {@code X-Forwarded-For}, which has no specification but common use. Each hop is an
 * address with port 0 where none is stated, or empty where a proxy hides it.
 */
public final class ForwardedHops {
  /** Far more proxies than stand behind one another. */
  private static final int MAX_HOPS = 32;

  /** RFC 7239, section 6.3. */
  private static final String HIDDEN = "unknown|_[A-Za-z0-9._-]+";

  private static final Pattern NODE =
      Pattern.compile(
          "(?:(?<v4>[0-9.]+)|\\[(?<v6>[0-9A-Fa-f:.]+)]|(?i:" + HIDDEN + "))(?::(?<port>[^:]+))?");

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern HIDDEN_PORT = Pattern.compile("_[A-Za-z0-9._-]+");

  /**
   * One parameter with what ends it: another parameter, another hop, or the field. No address needs
   * a backslash inside quotes, so none is taken.
   */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "[ \\t]*(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)="
              + "(?:(?<token>[!#$%&'*+.^_`|~0-9A-Za-z-]+)"
              + "|\"(?<quoted>[^\"\\\\]*+)\")[ \\t]*(?<end>[;,]|$)");

  private ForwardedHops() {}

  /**
   * Reads {@code X-Forwarded-For}.
   *
   * @param values of all fields of that name, in their order
   * @throws BadRequestException if one is malformed
   */
  public static List<Optional<InetSocketAddress>> ofXForwardedFor(List<String> values)
      throws BadRequestException {
    List<Optional<InetSocketAddress>> hops = new ArrayList<>();
    for (String value : values) {
      for (String part : value.split(",", -1)) {
        String text = part.trim();
        // IPv6 stands there without brackets as a rule, and then without a port.
        InetAddress bare = IpLiteral.parse6(text);
        add(
            hops,
            bare != null
                ? Optional.of(new InetSocketAddress(bare, 0))
                : node(text, "X-Forwarded-For"));
      }
    }
    return hops;
  }

  /**
   * Reads {@code Forwarded}.
   *
   * @param values of all fields of that name, in their order
   * @throws BadRequestException if one is malformed
   */
  public static List<Optional<InetSocketAddress>> ofForwarded(List<String> values)
      throws BadRequestException {
    List<Optional<InetSocketAddress>> hops = new ArrayList<>();
    for (String value : values) {
      Matcher parameter = PARAMETER.matcher(value);
      List<String> names = new ArrayList<>();
      Optional<InetSocketAddress> hop = Optional.empty();
      int at = 0;
      boolean more = true;
      while (more) {
        if (!parameter.region(at, value.length()).lookingAt()) {
          throw malformed("Forwarded");
        }
        at = parameter.end();
        String name = parameter.group("name").toLowerCase(Locale.ROOT);
        if (names.contains(name)) {
          throw malformed("Forwarded");
        }
        names.add(name);
        if (name.equals("for")) {
          hop = node(text(parameter), "Forwarded");
        }
        String end = parameter.group("end");
        if (!end.equals(";")) {
          add(hops, hop);
          names.clear();
          hop = Optional.empty();
        }
        more = !end.isEmpty();
      }
    }
    return hops;
  }

  private static String text(Matcher parameter) {
    String token = parameter.group("token");
    return token != null ? token : parameter.group("quoted");
  }

  private static void add(List<Optional<InetSocketAddress>> hops, Optional<InetSocketAddress> hop)
      throws BadRequestException {
    if (hops.size() == MAX_HOPS) {
      throw new BadRequestException("more than " + MAX_HOPS + " proxies have forwarded a request");
    }
    hops.add(hop);
  }

  /** Empty for an identifier that hides the address. */
  private static Optional<InetSocketAddress> node(String text, String field)
      throws BadRequestException {
    Matcher node = NODE.matcher(text);
    if (!node.matches()) {
      throw malformed(field);
    }
    int port = port(node.group("port"), field);
    String v4 = node.group("v4");
    String v6 = node.group("v6");
    if (v4 == null && v6 == null) {
      return Optional.empty();
    }
    InetAddress address = v4 != null ? IpLiteral.parse4(v4) : IpLiteral.parse6(v6);
    if (address == null) {
      throw malformed(field);
    }
    return Optional.of(new InetSocketAddress(address, port));
  }

  private static int port(@Nullable String text, String field) throws BadRequestException {
    if (text == null || HIDDEN_PORT.matcher(text).matches()) {
      return 0;
    }
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 0xFFFF) {
      throw malformed(field);
    }
    return port;
  }

  private static BadRequestException malformed(String field) {
    return new BadRequestException("the field " + field + " of the proxy is malformed");
  }
}
