/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads an NTLM message: a fixed part at known places, and fields that point into the payload. */
final class MessageReader {
  /** Far above what names of legal lengths need; the rest is an attack on memory. */
  static final int MAX_BYTES = 8192;

  private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] message;
  private final ByteBuffer in;

  MessageReader(byte[] message, int type, int fixedBytes) throws MalformedMessageException {
    if (typeOf(message) != type) {
      throw new MalformedMessageException("not an NTLM message of type " + type);
    }
    if (message.length < fixedBytes) {
      throw new MalformedMessageException("the NTLM message is too short");
    }
    this.message = message;
    this.in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether the bytes claim to be NTLM at all. */
  static boolean isNtlm(byte[] message) {
    return message.length >= SIGNATURE.length
        && Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /** The type of a message: 1, 2, 3 or something unknown. */
  static int typeOf(byte[] message) throws MalformedMessageException {
    if (!isNtlm(message) || message.length < 12) {
      throw new MalformedMessageException("not an NTLM message");
    }
    if (message.length > MAX_BYTES) {
      throw new MalformedMessageException("the NTLM message is too long");
    }
    return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
  }

  static void writeHeader(ByteBuffer out, int type) {
    out.put(SIGNATURE).putInt(type);
  }

  int size() {
    return message.length;
  }

  int u32(int at) {
    return in.getInt(at);
  }

  byte[] bytes(int at, int length) {
    return Arrays.copyOfRange(message, at, at + length);
  }

  /** The content of a field; where an empty one points to does not matter. */
  byte[] field(int at, int lowestOffset) throws MalformedMessageException {
    int length = in.getShort(at) & 0xFFFF;
    long offset = in.getInt(at + 4) & 0xFFFF_FFFFL;
    if (length == 0) {
      return new byte[0];
    }
    if (offset < lowestOffset || offset + length > message.length) {
      throw new MalformedMessageException("a field points outside the payload");
    }
    return bytes((int) offset, length);
  }

  /** Where the payload begins: the lowest offset of a field with content, else the end. */
  long payloadStart(int... fieldsAt) {
    long start = message.length;
    for (int at : fieldsAt) {
      if (in.getShort(at) != 0) {
        start = Math.min(start, in.getInt(at + 4) & 0xFFFF_FFFFL);
      }
    }
    return start;
  }

  String text(int at, int lowestOffset) throws MalformedMessageException {
    return text(field(at, lowestOffset));
  }

  /** Strict, since proofs are computed over the text: no odd length, no half surrogate pair. */
  static String text(byte[] utf16) throws MalformedMessageException {
    try {
      return StandardCharsets.UTF_16LE.newDecoder().decode(ByteBuffer.wrap(utf16)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException("a text is not UTF-16");
    }
  }
}
