/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes an NTLM message; each field's content is appended in the order of the calls. */
final class MessageWriter {
  private final ByteBuffer fixed;
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

  MessageWriter(int type, int fixedBytes) {
    fixed = ByteBuffer.allocate(fixedBytes).order(ByteOrder.LITTLE_ENDIAN);
    MessageReader.writeHeader(fixed, type);
  }

  void u32(int at, int value) {
    fixed.putInt(at, value);
  }

  void bytes(int at, byte[] value) {
    fixed.put(at, value);
  }

  void field(int at, byte[] content) {
    if (content.length > 0xFFFF) {
      throw new IllegalArgumentException("an NTLM field holds at most 65535 bytes");
    }
    fixed.putShort(at, (short) content.length);
    fixed.putShort(at + 2, (short) content.length);
    fixed.putInt(at + 4, fixed.capacity() + payload.size());
    payload.writeBytes(content);
  }

  void text(int at, String text) {
    field(at, text.getBytes(StandardCharsets.UTF_16LE));
  }

  byte[] toBytes() {
    return NtlmCrypto.concat(fixed.array(), payload.toByteArray());
  }
}
