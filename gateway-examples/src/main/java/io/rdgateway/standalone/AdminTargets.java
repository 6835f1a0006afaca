/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rdgateway.spi.ConfigurationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose tunnels a command means. */
final class AdminTargets {
  @Option(names = "--tunnel", paramLabel = "ID", description = "One, as \"tunnels\" shows it.")
  private @Nullable String tunnel;

  @Option(names = "--user", paramLabel = "NAME", description = "All of a user.")
  private @Nullable String user;

  @Option(
      names = "--resource",
      paramLabel = "HOST[:PORT]",
      description = "All to a host, or to one port of it.")
  private @Nullable String resource;

  /**
   * Writes them down.
   *
   * @return how many of the options were given
   */
  int write(ObjectNode out) {
    int given = 0;
    if (tunnel != null) {
      out.put("tunnel", tunnel);
      given++;
    }
    if (user != null) {
      out.put("user", user);
      given++;
    }
    if (resource != null) {
      HostPort host = HostPort.resource(resource);
      out.put("resource", host.host());
      if (host.port() > 0) {
        out.put("port", host.port());
      }
      given++;
    }
    return given;
  }

  static ConfigurationException ambiguous(String choices) {
    return new ConfigurationException("Say whose tunnels: one of " + choices + ".");
  }
}
