/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as hexadecimal digits. */
public final class Hex {
  private Hex() {}

  /** Reads digits; white space is for the eye. */
  public static byte[] bytes(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }

  /** Writes digits. */
  public static String of(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** Writes what lies between position and limit, without moving them. */
  public static String of(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return of(copy);
  }
}
