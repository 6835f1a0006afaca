/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

/**
 * A text that the user must agree to before the tunnel opens (MS-TSGU 2.2.10.19,
 * HTTP_TUNNEL_RESPONSE_FIELD_CONSENT_MSG).
 *
 * @param text 1 to 10,000 characters
 * @param required whether a client that cannot show it is refused
 */
public record ConsentMessage(String text, boolean required) {

  /** The longest text in characters: every known client takes a packet that holds it. */
  public static final int MAX_LENGTH = 10_000;

  /** Checks the length. */
  public ConsentMessage {
    if (text.isEmpty() || text.length() > MAX_LENGTH || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a consent message has 1 to " + MAX_LENGTH + " characters and no NUL");
    }
  }
}
