/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;

/** What the directory says, made harmless and short for logs and reasons. */
final class Sentences {
  private static final int MAX_LENGTH = 200;

  private Sentences() {}

  /** The result and the server's or the SDK's words. */
  static String of(LDAPException e) {
    String words = printable(String.valueOf(e.getMessage()));
    return e.getResultCode().getName() + ", " + words;
  }

  static String printable(String raw) {
    StringBuilder out = new StringBuilder();
    raw.codePoints()
        .limit(MAX_LENGTH)
        .map(c -> isInvisible(c) ? '?' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** Whether a character would do something other than show itself. */
  static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
