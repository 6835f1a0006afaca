/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.PacketHeader;
import io.rdgateway.protocol.PacketType;
import java.io.IOException;

/**
 * Finds packets in what a gateway sends, in frames or without. The payload of DATA is counted, not
 * touched. Not thread-safe.
 */
final class ServerPackets {

  /** Where packets go. */
  interface Sink {
    /**
     * A packet other than DATA.
     *
     * @param body what follows the header
     */
    void control(int type, byte[] body) throws IOException;

    /** So many bytes of the host. */
    void data(int bytes);
  }

  /** No control packet is longer, and none of a gateway comes near. */
  private static final int MAX_BODY = 0x10000;

  private static final int BINARY = 0x82;
  private static final int LENGTH_16 = 126;

  private final boolean frames;
  private final Sink sink;
  private int frameHeadFill;
  private int frameLength;
  private int frameLeft;
  private final byte[] head = new byte[DataPacket.HEAD_SIZE];
  private int headFill;
  private int dataLeft;
  private byte[] body = new byte[0];
  private int bodyFill;
  private int type;
  private boolean inBody;

  ServerPackets(boolean frames, Sink sink) {
    this.frames = frames;
    this.sink = sink;
  }

  /** Reads all of a buffer. */
  void feed(ByteBuf in) throws IOException {
    while (in.isReadable()) {
      if (!frames) {
        packets(in, in.writerIndex());
      } else if (frameLeft == 0) {
        frameHead(in.readUnsignedByte());
      } else {
        int count = Math.min(frameLeft, in.readableBytes());
        frameLeft -= count;
        packets(in, in.readerIndex() + count);
      }
    }
  }

  /** One byte of a frame's head: the opcode, the length, or one of the 16 bits' bytes. */
  private void frameHead(int next) throws IOException {
    switch (frameHeadFill++) {
      case 0 -> {
        if (next != BINARY) {
          throw new IOException("a frame begins with 0x" + Integer.toHexString(next));
        }
      }
      case 1 -> {
        if (next > LENGTH_16) {
          throw new IOException("a frame is masked or longer than any packet");
        }
        if (next < LENGTH_16) {
          startFrame(next);
        }
      }
      case 2 -> frameLength = next << 8;
      default -> startFrame(frameLength | next);
    }
  }

  private void startFrame(int length) {
    frameLeft = length;
    frameHeadFill = 0;
  }

  private void packets(ByteBuf in, int end) throws IOException {
    while (in.readerIndex() < end) {
      int available = end - in.readerIndex();
      if (dataLeft > 0) {
        int count = Math.min(dataLeft, available);
        in.skipBytes(count);
        dataLeft -= count;
        sink.data(count);
      } else if (inBody) {
        int count = Math.min(body.length - bodyFill, available);
        in.readBytes(body, bodyFill, count);
        bodyFill += count;
        endBody();
      } else {
        readHead(in, available);
      }
    }
  }

  private void readHead(ByteBuf in, int available) throws IOException {
    boolean data = headFill >= PacketHeader.SIZE && type == PacketType.DATA.code();
    int wanted = data ? DataPacket.HEAD_SIZE : PacketHeader.SIZE;
    int count = Math.min(wanted - headFill, available);
    in.readBytes(head, headFill, count);
    headFill += count;
    if (headFill == PacketHeader.SIZE) {
      type = u16(0);
      int length = u16(4) | u16(6) << 16;
      if (type != PacketType.DATA.code()) {
        startBody(length - PacketHeader.SIZE);
      }
    } else if (headFill == DataPacket.HEAD_SIZE) {
      dataLeft = u16(PacketHeader.SIZE);
      headFill = 0;
      if (dataLeft + DataPacket.HEAD_SIZE != (u16(4) | u16(6) << 16)) {
        throw new IOException("the two lengths of a DATA packet do not fit");
      }
    }
  }

  private void startBody(int length) throws IOException {
    if (length < 0 || length > MAX_BODY) {
      throw new IOException("a packet has " + length + " bytes behind its header");
    }
    headFill = 0;
    body = new byte[length];
    bodyFill = 0;
    inBody = true;
    endBody();
  }

  private void endBody() throws IOException {
    if (bodyFill == body.length) {
      inBody = false;
      sink.control(type, body);
    }
  }

  private int u16(int at) {
    return (head[at] & 0xFF) | (head[at + 1] & 0xFF) << 8;
  }
}
