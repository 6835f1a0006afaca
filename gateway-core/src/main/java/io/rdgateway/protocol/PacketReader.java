/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the fields of one packet, little-endian, and checks each as it goes. */
final class PacketReader {
  private final ByteBuffer in;

  /** Reads from the position to the limit of the buffer. */
  PacketReader(ByteBuffer body) {
    in = body.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  int u8(String field) throws WireFormatException {
    need(1, field);
    return in.get() & 0xFF;
  }

  int u16(String field) throws WireFormatException {
    need(2, field);
    return in.getShort() & 0xFFFF;
  }

  int i32(String field) throws WireFormatException {
    need(4, field);
    return in.getInt();
  }

  long i64(String field) throws WireFormatException {
    need(8, field);
    return in.getLong();
  }

  /** Whether a blob that starts so far ahead would end exactly where the packet ends. */
  boolean isBlobToEnd(int offset) {
    int length = in.remaining() - offset - 2;
    return length >= 0 && length == (in.getShort(in.position() + offset) & 0xFFFF);
  }

  /** A 64-bit number at the position, which must be there. */
  long peekI64() {
    return in.getLong(in.position());
  }

  Bytes bytes(int length, String field) throws WireFormatException {
    need(length, field);
    byte[] value = new byte[length];
    in.get(value);
    return Bytes.wrap(value);
  }

  /** HTTP_BYTE_BLOB (MS-TSGU 2.2.10.4). */
  Bytes blob(String field) throws WireFormatException {
    return bytes(u16(field), field);
  }

  /**
   * HTTP_UNICODE_STRING (MS-TSGU 2.2.10.22): cut at the first NUL, which clients may or may not
   * send and count.
   */
  String string(String field) throws WireFormatException {
    return string(u16(field), field);
  }

  String string(int byteLength, String field) throws WireFormatException {
    return utf16(bytes(byteLength, field), field);
  }

  /** Decodes UTF-16LE strictly and cuts at the first NUL. */
  static String utf16(Bytes bytes, String field) throws WireFormatException {
    if ((bytes.length() & 1) != 0) {
      throw new WireFormatException(field + " has an odd number of bytes: " + bytes.length());
    }
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_16LE.newDecoder().decode(ByteBuffer.wrap(bytes.unwrap()));
    } catch (CharacterCodingException e) {
      throw new WireFormatException(field + " is not valid UTF-16");
    }
    String string = text.toString();
    int end = string.indexOf('\0');
    return end < 0 ? string : string.substring(0, end);
  }

  private void need(int count, String field) throws WireFormatException {
    if (in.remaining() < count) {
      throw new WireFormatException(
          "the packet ends within "
              + field
              + ": "
              + count
              + " bytes needed, "
              + in.remaining()
              + " left");
    }
  }
}
