/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rdgateway.Tunnel;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;

/** A tunnel in JSON, with the fields of Microsoft's record of an active connection. */
final class AdminTunnels {
  private AdminTunnels() {}

  static void write(Tunnel tunnel, Instant now, ObjectNode out) {
    out.put("id", tunnel.id());
    out.put("user", tunnel.principal().name());
    out.put("userId", tunnel.principal().id());
    out.put("scheme", tunnel.principal().scheme().token());
    out.put("clientAddress", address(tunnel.connection().clientAddress().getAddress()));
    out.put("clientPort", tunnel.connection().clientAddress().getPort());
    out.put("clientName", tunnel.clientName());
    out.put("transport", tunnel.connection().transport().name());
    out.put("protocol", "RDP");
    out.put("tunnelSince", tunnel.openedAt().toString());
    tunnel.channel().ifPresent(channel -> write(channel, now, out));
  }

  private static void write(Tunnel.Channel channel, Instant now, ObjectNode out) {
    Duration duration = Duration.between(channel.openedAt(), now);
    out.put("resource", channel.requestedName());
    out.put("port", channel.requestedPort());
    out.put("target", address(channel.target().getAddress()));
    out.put("connectedSince", channel.openedAt().toString());
    out.put("durationSeconds", Math.max(0, duration.toSeconds()));
    out.put("idleSeconds", channel.idleTime().toSeconds());
    out.put("bytesFromClient", channel.bytesFromClient());
    out.put("bytesToClient", channel.bytesToClient());
  }

  private static String address(InetAddress address) {
    return address.getHostAddress();
  }
}
