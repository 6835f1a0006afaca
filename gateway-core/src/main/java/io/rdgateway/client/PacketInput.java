/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.protocol.DataPacket;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.protocol.PacketDecoder;
import io.rdgateway.protocol.PacketHeader;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.WireFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets (MS-TSGU 2.2.10.9) off a byte stream. The payload of DATA goes straight from the
 * stream into the buffer of whoever reads it. Not thread-safe.
 */
final class PacketInput {
  private static final int MAX_CONTROL = 64 << 10;
  private static final int MAX_DATA = DataPacket.HEAD_SIZE + 0xFFFF;

  private final InputStream in;
  private int dataLeft;

  /** Bytes of a DATA packet behind its payload, which nothing accounts for. */
  private int tailLeft;

  PacketInput(InputStream in) {
    this.in = in;
  }

  /**
   * The next packet but for DATA whose payload has been read.
   *
   * @return null for DATA, of which {@link #data} then reads, and for an unknown packet
   */
  @Nullable HttpPacket next() throws IOException {
    skip(dataLeft + tailLeft);
    dataLeft = 0;
    tailLeft = 0;
    ByteBuffer header = read(PacketHeader.SIZE);
    PacketType type = new PacketType(header.getShort() & 0xFFFF);
    header.getShort();
    long length = header.getInt() & 0xFFFFFFFFL;
    boolean data = type.equals(PacketType.DATA);
    int least = data ? DataPacket.HEAD_SIZE : PacketHeader.SIZE;
    if (length < least || length > (data ? MAX_DATA : MAX_CONTROL)) {
      throw new ProtocolException("a " + type + " packet with packetLength " + length);
    }
    int rest = (int) length - least;
    if (data) {
      dataLeft = read(2).getShort() & 0xFFFF;
      tailLeft = rest - dataLeft;
      if (tailLeft < 0) {
        throw new ProtocolException(
            "cbDataLen is " + dataLeft + " in a DATA packet of " + length + " bytes");
      }
      return null;
    }
    try {
      return PacketDecoder.decode(type, read(rest));
    } catch (WireFormatException e) {
      ProtocolException failure =
          new ProtocolException("a malformed " + type + " packet: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  /** How much payload {@link #data} still has. */
  int dataLeft() {
    return dataLeft;
  }

  /** Reads a part of the payload, at least one byte; there must be some, and room for it. */
  int data(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, Math.min(length, dataLeft));
    if (count < 0) {
      throw truncated();
    }
    dataLeft -= count;
    return count;
  }

  private ByteBuffer read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw truncated();
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void skip(int count) throws IOException {
    if (count > 0) {
      read(count);
    }
  }

  private static EOFException truncated() {
    return new EOFException("the gateway closed the connection without CLOSE_CHANNEL");
  }
}
