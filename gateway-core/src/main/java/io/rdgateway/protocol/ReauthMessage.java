/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * MS-TSGU 2.2.10.12, HTTP_REAUTH_MESSAGE.
 *
 * @param reauthTunnelContext what the client repeats in the TUNNEL_CREATE of its reauthentication
 */
public record ReauthMessage(long reauthTunnelContext) implements HttpPacket {

  static ReauthMessage read(PacketReader in) throws WireFormatException {
    return new ReauthMessage(in.i64("reauthTunnelContext"));
  }

  @Override
  public PacketType type() {
    return PacketType.REAUTH_MESSAGE;
  }

  @Override
  public byte[] encode() {
    return new PacketWriter(type()).i64(reauthTunnelContext).finish();
  }
}
