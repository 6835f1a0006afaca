/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * MS-TSGU 2.2.10.5, HTTP_CLOSE_PACKET.
 *
 * @param statusCode why
 */
public record CloseChannel(ResultCode statusCode) implements HttpPacket {

  static CloseChannel read(PacketReader in) throws WireFormatException {
    return new CloseChannel(new ResultCode(in.i32("statusCode")));
  }

  @Override
  public PacketType type() {
    return PacketType.CLOSE_CHANNEL;
  }

  @Override
  public byte[] encode() {
    return new PacketWriter(type()).i32(statusCode.value()).finish();
  }
}
