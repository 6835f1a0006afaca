/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.otp.CodePlacement;

/** The keys {@code code-separator} and {@code code-digits}: where a code is typed. */
final class CodeKeys {
  private static final int MIN_DIGITS = 4;
  private static final int MAX_DIGITS = 16;

  private CodeKeys() {}

  static Value<CodePlacement> read(Block block) {
    if (block.has("code-separator") && block.has("code-digits")) {
      block.note(
          "code-digits",
          "a code stands behind a separator or is so many digits at the end; remove one of both"
              + " keys");
      return Value.wrong();
    }
    return block.has("code-separator")
        ? block.optional(
            "code-separator",
            (node, reading) -> CodePlacement.afterSeparator(Values.text(node, reading)))
        : block.optional(
            "code-digits",
            (node, reading) ->
                CodePlacement.appended(Values.number(MIN_DIGITS, MAX_DIGITS).read(node, reading)));
  }
}
