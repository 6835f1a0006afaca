/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one packet, little-endian, and fills in its length at the end. */
final class PacketWriter {
  private byte[] out = new byte[64];
  private int size;

  PacketWriter(PacketType type) {
    u16(type.code());
    u16(0); // reserved
    i32(0); // packetLength, filled in by finish()
  }

  PacketWriter u8(int value) {
    if (size == out.length) {
      out = Arrays.copyOf(out, 2 * size);
    }
    out[size++] = (byte) value;
    return this;
  }

  PacketWriter u16(int value) {
    return u8(value).u8(value >>> 8);
  }

  PacketWriter i32(int value) {
    return u16(value).u16(value >>> 16);
  }

  PacketWriter i64(long value) {
    return i32((int) value).i32((int) (value >>> 32));
  }

  PacketWriter bytes(Bytes value) {
    if (size + value.length() > out.length) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, size + value.length()));
    }
    System.arraycopy(value.unwrap(), 0, out, size, value.length());
    size += value.length();
    return this;
  }

  /** HTTP_BYTE_BLOB (MS-TSGU 2.2.10.4). */
  PacketWriter blob(Bytes value) {
    return length16(value.length()).bytes(value);
  }

  /**
   * HTTP_UNICODE_STRING (MS-TSGU 2.2.10.22) with a counted NUL, as every known client sends and
   * expects it.
   */
  PacketWriter string(String value) {
    return blob(utf16z(value));
  }

  /** A length field of 16 bits. */
  PacketWriter length16(int length) {
    if (length > 0xFFFF) {
      throw new IllegalArgumentException(
          "a field of " + length + " bytes does not fit its 16-bit length");
    }
    return u16(length);
  }

  static Bytes utf16z(String value) {
    return Bytes.wrap((value + '\0').getBytes(StandardCharsets.UTF_16LE));
  }

  byte[] finish() {
    byte[] packet = Arrays.copyOf(out, size);
    for (int i = 0; i < 4; i++) {
      packet[4 + i] = (byte) (size >>> (8 * i));
    }
    return packet;
  }
}
