/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * VERSION (MS-NLMP 2.2.2.10): the product on the other side, for debugging only.
 *
 * @param major 0 to 255
 * @param minor 0 to 255
 * @param build 0 to 65535
 * @param revision NTLMRevisionCurrent, 15 everywhere
 */
record NtlmVersion(int major, int minor, int build, int revision) {
  static final int BYTES = 8;

  /** What the gateway says of itself; clients expect to see some Windows. */
  static final NtlmVersion OURS = new NtlmVersion(10, 0, 19041, 15);

  static NtlmVersion parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new NtlmVersion(
        in.get(0) & 0xFF, in.get(1) & 0xFF, in.getShort(2) & 0xFFFF, in.get(7) & 0xFF);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(0, (byte) major)
        .put(1, (byte) minor)
        .putShort(2, (short) build)
        .put(7, (byte) revision)
        .array();
  }
}
