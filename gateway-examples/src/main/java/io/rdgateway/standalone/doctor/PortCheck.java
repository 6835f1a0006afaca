/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.standalone.config.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Whether a server takes TCP connections.
 *
 * @param role what it is, as in "syslog server"
 */
record PortCheck(String role, HostAndPort server, Network network) implements Check {
  @Override
  public String subject() {
    return role + " " + server;
  }

  @Override
  public List<Finding> look() {
    try {
      network
          .connect(new InetSocketAddress(network.addresses(server.host()).get(0), server.port()))
          .close();
      return List.of(Finding.ok("The " + role + " " + server + " takes connections."));
    } catch (IOException e) {
      return List.of(
          Finding.problem(
              "The " + role + " " + server + " cannot be reached (" + Failures.words(e) + ").",
              "see whether its name resolves, and what the firewalls between allow"));
    }
  }
}
