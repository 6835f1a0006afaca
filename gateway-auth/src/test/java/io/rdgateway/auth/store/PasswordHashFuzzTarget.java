/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.store;

import java.nio.charset.StandardCharsets;

/** Any text: refused in the defined way, or written back as it was. Verifies nothing. */
public final class PasswordHashFuzzTarget {
  private PasswordHashFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    PasswordHash hash;
    try {
      hash = PasswordHash.parse(text);
    } catch (IllegalArgumentException e) {
      return;
    }
    if (!hash.text().equals(text)) {
      throw new AssertionError("written differs from what was read");
    }
  }
}
