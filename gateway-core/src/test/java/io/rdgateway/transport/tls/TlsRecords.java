/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Splits what was on the wire into TLS records. */
final class TlsRecords {
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int APPLICATION_DATA = 23;

  private TlsRecords() {}

  /**
   * The head of a record.
   *
   * @param type content type
   * @param length of what follows the head
   */
  record Head(int type, int length) {}

  static List<Head> of(byte[] wire) {
    List<Head> heads = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(wire);
    while (buffer.hasRemaining()) {
      int type = buffer.get();
      buffer.getShort();
      int length = Short.toUnsignedInt(buffer.getShort());
      buffer.position(buffer.position() + length);
      heads.add(new Head(type, length));
    }
    return heads;
  }

  /** A record with any head. */
  static byte[] make(int type, int claimedLength, byte... content) {
    return ByteBuffer.allocate(5 + content.length)
        .put((byte) type)
        .putShort((short) 0x0303)
        .putShort((short) claimedLength)
        .put(content)
        .array();
  }

  /** A ClientHello of a client that knows nothing later than a version of TLS. */
  static byte[] clientHello(int version) {
    ByteBuffer body =
        ByteBuffer.allocate(256)
            .putShort((short) version)
            .put(new byte[32])
            .put((byte) 0)
            .put(new byte[] {0, 6, (byte) 0xc0, 0x13, (byte) 0xc0, 0x2f, (byte) 0xc0, 0x09})
            .put(new byte[] {1, 0})
            .put(new byte[] {0, 22})
            .put(new byte[] {0, 10, 0, 4, 0, 2, 0, 23})
            .put(new byte[] {0, 11, 0, 2, 1, 0})
            .put(new byte[] {0, 13, 0, 4, 0, 2, 4, 1})
            .flip();
    int length = body.remaining();
    return ByteBuffer.allocate(5 + 4 + length)
        .put((byte) HANDSHAKE)
        .putShort((short) 0x0301)
        .putShort((short) (4 + length))
        .put(new byte[] {1, 0})
        .putShort((short) length)
        .put(body)
        .array();
  }
}
