/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.spi.TunnelGrant;

/**
 * Any datagram at the port of a client: no packet, or one that is not believed. The same bytes
 * behind a right signature: terms, or refused in the defined way.
 */
public final class ReplyFuzzTarget {
  private static final byte[] REQUEST =
      RequestWriter.encode(Radius.asking("alice"), 7, Radius.SECRET, new java.util.Random(1));

  private ReplyFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Packet packet;
    try {
      packet = Packet.parse(data);
    } catch (MalformedPacketException e) {
      return;
    }
    if (ReplyCheck.objection(REQUEST, packet, Radius.SECRET, true) == null) {
      throw new AssertionError("a reply was believed that the server has not sent");
    }
    try {
      if (Grants.isRestricted(packet.attributes())) {
        return;
      }
      TunnelGrant grant = Grants.read(packet.attributes(), TunnelGrant.withoutRedirection());
      if (grant.sessionTimeout().isNegative() || grant.idleTimeout().isNegative()) {
        throw new AssertionError("a negative time: " + grant);
      }
      MsChapError.reason(packet.attributes());
    } catch (MalformedPacketException e) {
      return;
    }
  }
}
