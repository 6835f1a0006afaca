/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import io.netty.buffer.ByteBuf;
import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.PacketType;

/** Puts the head of a DATA packet into the room in front of its payload (MS-TSGU 2.2.10.6). */
public final class DataHead {
  private DataHead() {}

  /**
   * Writes the head.
   *
   * @param payload readable bytes are the payload; the reader index moves to the start of the
   *     packet
   */
  public static void put(ByteBuf payload) {
    int length = payload.readableBytes();
    int start = payload.readerIndex() - DataPacket.HEAD_SIZE;
    payload.setShortLE(start, PacketType.DATA.code());
    payload.setShortLE(start + 2, 0);
    payload.setIntLE(start + 4, DataPacket.HEAD_SIZE + length);
    payload.setShortLE(start + 8, length);
    payload.readerIndex(start);
  }
}
