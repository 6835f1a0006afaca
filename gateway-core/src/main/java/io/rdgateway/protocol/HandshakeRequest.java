/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * MS-TSGU 2.2.10.10, HTTP_HANDSHAKE_REQUEST_PACKET.
 *
 * @param verMajor 1
 * @param verMinor 0
 * @param clientVersion unused, 0
 * @param extendedAuth how the client wants to sign in inside the tunnel
 */
public record HandshakeRequest(
    int verMajor, int verMinor, int clientVersion, ExtendedAuth extendedAuth)
    implements HttpPacket {

  static HandshakeRequest read(PacketReader in) throws WireFormatException {
    return new HandshakeRequest(
        in.u8("verMajor"),
        in.u8("verMinor"),
        in.u16("clientVersion"),
        new ExtendedAuth(in.u16("ExtendedAuth")));
  }

  @Override
  public PacketType type() {
    return PacketType.HANDSHAKE_REQUEST;
  }

  @Override
  public byte[] encode() {
    return new PacketWriter(type())
        .u8(verMajor)
        .u8(verMinor)
        .u16(clientVersion)
        .u16(extendedAuth.bits())
        .finish();
  }
}
