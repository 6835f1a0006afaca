/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * MS-TSGU 2.2.10.13, HTTP_EXTENDED_AUTH_PACKET.
 *
 * @param errorCode success, or what ends the sign-in
 * @param authBlob a raw NTLM message for SSPI_NTLM
 */
public record ExtendedAuthMessage(ResultCode errorCode, Bytes authBlob) implements HttpPacket {

  static ExtendedAuthMessage read(PacketReader in) throws WireFormatException {
    return new ExtendedAuthMessage(new ResultCode(in.i32("errorCode")), in.blob("authBlob"));
  }

  @Override
  public PacketType type() {
    return PacketType.EXTENDED_AUTH_MSG;
  }

  @Override
  public byte[] encode() {
    return new PacketWriter(type()).i32(errorCode.value()).blob(authBlob).finish();
  }
}
