/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.nio.charset.StandardCharsets;

/** Texts as attributes carry them. */
final class Texts {
  private Texts() {}

  /** As many whole characters as fit into so many bytes of UTF-8. */
  static byte[] cut(String text, int bytes) {
    String shorter = text;
    byte[] encoded = shorter.getBytes(StandardCharsets.UTF_8);
    while (encoded.length > bytes) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
      encoded = shorter.getBytes(StandardCharsets.UTF_8);
    }
    return encoded;
  }
}
