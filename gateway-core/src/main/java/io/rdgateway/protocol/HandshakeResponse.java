/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * MS-TSGU 2.2.10.11, HTTP_HANDSHAKE_RESPONSE_PACKET.
 *
 * @param errorCode success or why not
 * @param verMajor 1
 * @param verMinor 0
 * @param serverVersion 0
 * @param extendedAuth what the server supports
 */
public record HandshakeResponse(
    ResultCode errorCode, int verMajor, int verMinor, int serverVersion, ExtendedAuth extendedAuth)
    implements HttpPacket {

  static HandshakeResponse read(PacketReader in) throws WireFormatException {
    return new HandshakeResponse(
        new ResultCode(in.i32("errorCode")),
        in.u8("verMajor"),
        in.u8("verMinor"),
        in.u16("serverVersion"),
        new ExtendedAuth(in.u16("ExtendedAuth")));
  }

  @Override
  public PacketType type() {
    return PacketType.HANDSHAKE_RESPONSE;
  }

  @Override
  public byte[] encode() {
    return new PacketWriter(type())
        .i32(errorCode.value())
        .u8(verMajor)
        .u8(verMinor)
        .u16(serverVersion)
        .u16(extendedAuth.bits())
        .finish();
  }
}
