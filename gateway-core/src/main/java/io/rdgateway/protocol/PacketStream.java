/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds packets in a byte stream, however it was cut. The payload of DATA passes through where it
 * lies; a control packet is handed over whole. Memory grows with what has arrived, never with what
 * a header promises. Not thread-safe.
 */
public final class PacketStream {

  /** Where packets go. */
  public interface Sink {
    /**
     * A whole packet other than DATA.
     *
     * @param type from its header, known or not
     * @param body position to limit are the bytes behind the header; valid during the call
     * @return false to pause: the bytes behind this packet stay unread
     * @throws WireFormatException ends the stream
     */
    boolean packet(PacketType type, ByteBuffer body) throws WireFormatException;

    /**
     * A part of the payload of a DATA packet, never empty.
     *
     * @param bytes position to limit of the very buffer that was fed
     * @throws WireFormatException ends the stream
     */
    void data(ByteBuffer bytes) throws WireFormatException;
  }

  private static final int FIRST_BODY_CAPACITY = 512;

  private final byte[] head = new byte[DataPacket.HEAD_SIZE];
  private int headFill;
  private int type;
  private int packetLength;

  /** The body of a control packet that arrives in parts. */
  private byte[] body = new byte[0];

  private int bodyFill;

  /**
   * What is left of the payload of a DATA packet, and of the bytes behind it that nothing accounts
   * for.
   */
  private int dataLeft;

  private int tailLeft;

  /**
   * Reads on.
   *
   * @param in consumed up to its limit, or up to the end of the packet after which the sink paused
   * @param sink takes what is found
   * @return false if the sink paused
   * @throws WireFormatException if the stream cannot be followed any more, or from the sink
   */
  public boolean feed(ByteBuffer in, Sink sink) throws WireFormatException {
    while (in.hasRemaining()) {
      if (dataLeft > 0) {
        passData(in, sink);
      } else if (tailLeft > 0) {
        int skipped = Math.min(tailLeft, in.remaining());
        in.position(in.position() + skipped);
        tailLeft -= skipped;
      } else if (!readHead(in)) {
        return true;
      } else if (type == PacketType.DATA.code()) {
        startData();
      } else if (!readBody(in, sink)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the stream ends here without cutting a packet. */
  public boolean isAtBoundary() {
    return headFill == 0 && dataLeft == 0 && tailLeft == 0;
  }

  private boolean isData() {
    return type == PacketType.DATA.code();
  }

  private void passData(ByteBuffer in, Sink sink) throws WireFormatException {
    int limit = in.limit();
    int count = Math.min(dataLeft, in.remaining());
    int end = in.position() + count;
    in.limit(end);
    sink.data(in);
    in.limit(limit).position(end);
    dataLeft -= count;
  }

  /** Reads the header, for DATA with the length of the payload; true when it is complete. */
  private boolean readHead(ByteBuffer in) throws WireFormatException {
    if (headFill < PacketHeader.SIZE) {
      fillHead(in, PacketHeader.SIZE);
      if (headFill < PacketHeader.SIZE) {
        return false;
      }
      parseHead();
    }
    if (isData() && headFill < DataPacket.HEAD_SIZE) {
      fillHead(in, DataPacket.HEAD_SIZE);
      return headFill == DataPacket.HEAD_SIZE;
    }
    return true;
  }

  private void fillHead(ByteBuffer in, int size) {
    int count = Math.min(size - headFill, in.remaining());
    in.get(head, headFill, count);
    headFill += count;
  }

  private void parseHead() throws WireFormatException {
    type = u16(0);
    long length = u16(4) | ((long) u16(6) << 16);
    PacketType packetType = new PacketType(type);
    if (length < (isData() ? DataPacket.HEAD_SIZE : PacketHeader.SIZE)) {
      throw new WireFormatException(
          "packetLength of " + packetType + " is " + length + ", less than its fixed part");
    }
    if (length > packetType.maxLength()) {
      throw new WireFormatException(
          "packetLength of "
              + packetType
              + " is "
              + length
              + ", more than "
              + packetType.maxLength());
    }
    packetLength = (int) length;
  }

  private void startData() throws WireFormatException {
    int dataLength = u16(PacketHeader.SIZE);
    tailLeft = packetLength - DataPacket.HEAD_SIZE - dataLength;
    if (tailLeft < 0) {
      throw new WireFormatException(
          "cbDataLen is " + dataLength + " in a DATA packet of " + packetLength + " bytes");
    }
    dataLeft = dataLength;
    headFill = 0;
  }

  private boolean readBody(ByteBuffer in, Sink sink) throws WireFormatException {
    int size = packetLength - PacketHeader.SIZE;
    PacketType packetType = new PacketType(type);
    if (bodyFill == 0 && in.remaining() >= size) {
      int limit = in.limit();
      int end = in.position() + size;
      in.limit(end);
      headFill = 0;
      boolean goOn = sink.packet(packetType, in);
      in.limit(limit).position(end);
      return goOn;
    }
    int count = Math.min(size - bodyFill, in.remaining());
    if (bodyFill + count > body.length) {
      body =
          Arrays.copyOf(
              body,
              Math.min(
                  size,
                  Math.max(bodyFill + count, Math.max(FIRST_BODY_CAPACITY, 2 * body.length))));
    }
    in.get(body, bodyFill, count);
    bodyFill += count;
    if (bodyFill < size) {
      return true;
    }
    ByteBuffer whole = ByteBuffer.wrap(body, 0, size);
    body = new byte[0];
    bodyFill = 0;
    headFill = 0;
    return sink.packet(packetType, whole);
  }

  private int u16(int offset) {
    return (head[offset] & 0xFF) | (head[offset + 1] & 0xFF) << 8;
  }
}
