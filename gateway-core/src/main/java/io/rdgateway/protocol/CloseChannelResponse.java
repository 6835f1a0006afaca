/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * MS-TSGU 2.2.10.5, HTTP_CLOSE_PACKET as the answer to another one.
 *
 * @param statusCode success
 */
public record CloseChannelResponse(ResultCode statusCode) implements HttpPacket {

  static CloseChannelResponse read(PacketReader in) throws WireFormatException {
    return new CloseChannelResponse(new ResultCode(in.i32("statusCode")));
  }

  @Override
  public PacketType type() {
    return PacketType.CLOSE_CHANNEL_RESPONSE;
  }

  @Override
  public byte[] encode() {
    return new PacketWriter(type()).i32(statusCode.value()).finish();
  }
}
