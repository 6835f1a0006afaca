/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/** MS-TSGU 2.2.10.8, HTTP_KEEPALIVE_PACKET: a header and nothing else. */
public record Keepalive() implements HttpPacket {

  @Override
  public PacketType type() {
    return PacketType.KEEPALIVE;
  }

  @Override
  public byte[] encode() {
    return new PacketWriter(type()).finish();
  }
}
