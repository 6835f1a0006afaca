/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import io.rdgateway.TrustedProxies.Statement;
import java.util.Locale;

/** The configuration files for proxies that the documentation has. */
enum Recipe {
  HAPROXY_PASS_THROUGH(Statement.PROXY_PROTOCOL, false),
  HAPROXY_TLS(Statement.PROXY_PROTOCOL, true),
  HAPROXY_HTTP(Statement.X_FORWARDED_FOR, true),
  NGINX_PASS_THROUGH(Statement.PROXY_PROTOCOL, false),
  NGINX_TLS(Statement.PROXY_PROTOCOL, true),
  NGINX_HTTP(Statement.X_FORWARDED_FOR, true);

  private final Statement statement;
  private final boolean endsTls;

  Recipe(Statement statement, boolean endsTls) {
    this.statement = statement;
    this.endsTls = endsTls;
  }

  Statement statement() {
    return statement;
  }

  boolean endsTls() {
    return endsTls;
  }

  /** What the recipe itself says that it cannot do with a password. */
  boolean isForPasswords(Route route) {
    return switch (this) {
      case HAPROXY_HTTP -> route != Route.FREERDP_2_WEBSOCKET;
      case NGINX_HTTP -> route.isInTunnel();
      case HAPROXY_PASS_THROUGH, HAPROXY_TLS, NGINX_PASS_THROUGH, NGINX_TLS -> true;
    };
  }

  boolean isHaproxy() {
    return name().startsWith("HAPROXY");
  }

  String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + (isHaproxy() ? ".cfg" : ".conf");
  }
}
