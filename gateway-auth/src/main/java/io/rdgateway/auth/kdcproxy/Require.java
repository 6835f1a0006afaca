/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;

/** What a message must be beyond DER. */
final class Require {
  private Require() {}

  /** Refuses a message, with a sentence that quotes nothing of it. */
  static void unless(boolean good, String what) throws DerException {
    if (!good) {
      throw new DerException(what);
    }
  }

  /** An INTEGER that is alone in its field. */
  static long number(DerReader field) throws DerException {
    long number = field.integer();
    field.end();
    return number;
  }

  /** A text that is alone in its field. */
  static String text(DerReader field) throws DerException {
    String text = field.text();
    field.end();
    return text;
  }
}
