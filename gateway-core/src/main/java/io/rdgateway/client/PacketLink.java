/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.protocol.PacketType;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Carries packets to and from a gateway. One thread may read while another writes; writers take
 * turns.
 *
 * <p>Only {@link #body} of the last packet is kept, so a reader uses a packet before it reads the
 * next.
 */
abstract class PacketLink implements AutoCloseable {
  private static final int HEADER = 8;
  private static final int MAX_PACKET = HEADER + 2 + 0xFFFF + 16;

  private final byte[] header = new byte[HEADER];
  private byte[] buffer = new byte[0];
  private int bodyLength;

  /** The stream of packets, without framing. */
  abstract DataInputStream packets();

  /** Sends a run of whole packets. */
  abstract void send(byte[] bytes, int length) throws IOException;

  abstract void readTimeout(int millis) throws IOException;

  /** Ends the client's direction in the transport's own way, as far as that is possible. */
  abstract void end() throws IOException;

  @Override
  public abstract void close() throws IOException;

  final void send(byte[] packet) throws IOException {
    send(packet, packet.length);
  }

  /** Reads a packet. */
  final PacketType read() throws IOException {
    DataInputStream in = packets();
    in.readFully(header);
    ByteBuffer head = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    PacketType type = new PacketType(head.getShort(0) & 0xFFFF);
    int length = head.getInt(4);
    if (length < HEADER || length > MAX_PACKET) {
      throw new GatewayClientException(0, "the gateway sends a packet of " + length + " bytes");
    }
    bodyLength = length - HEADER;
    if (buffer.length < bodyLength) {
      buffer = new byte[bodyLength];
    }
    in.readFully(buffer, 0, bodyLength);
    return type;
  }

  /** What stands behind the header of the packet that was read last. */
  final ByteBuffer body() {
    return ByteBuffer.wrap(buffer, 0, bodyLength);
  }

  /** The end of the stream where a packet was due. */
  static GatewayClientException ended(EOFException e) {
    GatewayClientException ended =
        new GatewayClientException(0, "the gateway closed the connection");
    ended.initCause(e);
    return ended;
  }
}
