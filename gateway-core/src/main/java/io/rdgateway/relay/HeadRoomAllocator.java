/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.rdgateway.protocol.DataPacket;

/**
 * Makes the buffers that the host's bytes are read into: room for the heads of packet and frame in
 * front, and as much payload behind as fits one TLS record with them. The read path then writes the
 * heads into the room and hands one buffer on; nothing is copied. Buffers exist only during a read
 * burst, so idle channels hold none.
 */
public final class HeadRoomAllocator extends DefaultMaxMessagesRecvByteBufAllocator {
  /** Bounds what one host may have read in one turn of the event loop: 128 KiB. */
  private static final int READS_PER_TURN = 8;

  private final int headRoom;
  private final int size;

  /**
   * An allocator for one kind of client link.
   *
   * @param frameHead the longest head that the link puts in front of a packet
   * @param recordData how many bytes one TLS record to the client carries
   */
  public HeadRoomAllocator(int frameHead, int recordData) {
    super(READS_PER_TURN);
    headRoom = frameHead + DataPacket.HEAD_SIZE;
    size = recordData;
  }

  @SuppressWarnings("deprecation") // Netty 4.2 still asks for its 4.0 name in the interface
  @Override
  public Handle newHandle() {
    return new HeadRoomHandle();
  }

  private final class HeadRoomHandle extends MaxMessageHandle {
    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return allocator.directBuffer(size, size).setIndex(headRoom, headRoom);
    }

    @Override
    public int guess() {
      return size - headRoom;
    }
  }
}
