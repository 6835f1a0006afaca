/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * MS-TSGU 2.2.10.6, HTTP_DATA_PACKET. The relay frames and parses data in place; this record is for
 * clients and tests.
 *
 * @param data at most 65,535 bytes of the channel's byte stream
 */
public record DataPacket(Bytes data) implements HttpPacket {
  /** What stands in front of the payload: the packet header and cbDataLen. */
  public static final int HEAD_SIZE = PacketHeader.SIZE + 2;

  static DataPacket read(PacketReader in) throws WireFormatException {
    return new DataPacket(in.blob("data"));
  }

  @Override
  public PacketType type() {
    return PacketType.DATA;
  }

  @Override
  public byte[] encode() {
    return new PacketWriter(type()).blob(data).finish();
  }
}
