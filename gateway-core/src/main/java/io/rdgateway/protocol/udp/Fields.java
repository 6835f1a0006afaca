/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.udp;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.WireFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the fields of one UDP packet, little-endian, and checks each as it goes. */
final class Fields {
  private final ByteBuffer in;

  Fields(ByteBuffer datagram) {
    in = datagram.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The next bytes alone. */
  Fields limitedTo(int length) throws WireFormatException {
    need(length, "the packet");
    return new Fields(in.slice(in.position(), length));
  }

  int length() {
    return in.remaining();
  }

  int u16(String field) throws WireFormatException {
    need(2, field);
    return in.getShort() & 0xFFFF;
  }

  int i32(String field) throws WireFormatException {
    need(4, field);
    return in.getInt();
  }

  Bytes bytes(int count, String field) throws WireFormatException {
    need(count, field);
    byte[] value = new byte[count];
    in.get(value);
    return Bytes.copyOf(value);
  }

  private void need(int count, String field) throws WireFormatException {
    if (in.remaining() < count) {
      throw new WireFormatException(
          "the datagram ends within "
              + field
              + ": "
              + count
              + " bytes needed, "
              + in.remaining()
              + " left");
    }
  }
}
