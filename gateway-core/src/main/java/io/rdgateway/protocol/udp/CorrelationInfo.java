/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.udp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/**
 * MS-TSGU 2.2.11.6, UDP_CORRELATION_INFO: 26 bytes that may stand behind the DTLS records of a
 * ClientHello, outside their lengths; to be cut off before DTLS sees the datagram.
 *
 * @param id the same as RDG-Correlation-Id
 */
public record CorrelationInfo(UUID id) {
  /** Its size in bytes. */
  public static final int SIZE = 26;

  private static final short START = 0x1DAA;
  private static final short END = (short) 0xAA1D;

  /** The structure at the end of a datagram, if there is one. */
  public static Optional<CorrelationInfo> atEndOf(ByteBuffer datagram) {
    if (datagram.remaining() < SIZE) {
      return Optional.empty();
    }
    ByteBuffer in = datagram.slice(datagram.limit() - SIZE, SIZE).order(ByteOrder.LITTLE_ENDIAN);
    boolean there =
        in.getInt(0) == 0
            && in.getShort(4) == START
            && in.getShort(22) == END
            && in.getShort(24) == SIZE;
    if (!there) {
      return Optional.empty();
    }
    // A GUID: the first three fields are little-endian, the rest are bytes in order.
    long high =
        ((in.getInt(6) & 0xFFFFFFFFL) << 32)
            | ((in.getShort(10) & 0xFFFFL) << 16)
            | (in.getShort(12) & 0xFFFFL);
    long low = in.order(ByteOrder.BIG_ENDIAN).getLong(14);
    return Optional.of(new CorrelationInfo(new UUID(high, low)));
  }

  /** The structure as bytes. */
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    long high = id.getMostSignificantBits();
    out.putInt(0)
        .putShort(START)
        .putInt((int) (high >>> 32))
        .putShort((short) (high >>> 16))
        .putShort((short) high);
    out.order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits());
    out.order(ByteOrder.LITTLE_ENDIAN).putShort(END).putShort((short) SIZE);
    return out.array();
  }
}
