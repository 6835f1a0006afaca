/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.nio.charset.StandardCharsets;

/**
 * What this client and a RADIUS server know, and nobody else. Everything that a server says is
 * believed because of it, so it should be random and long. It has no text form.
 */
public final class SharedSecret {
  /** Shorter ones are warned about (RFC 2865, section 3, asks for this many octets). */
  static final int STRONG_LENGTH = 16;

  private final byte[] bytes;
  private final boolean weak;

  private SharedSecret(String text) {
    bytes = text.getBytes(StandardCharsets.UTF_8);
    weak = text.codePointCount(0, text.length()) < STRONG_LENGTH;
  }

  /**
   * A secret.
   *
   * @param text not empty; 16 random characters or more
   * @return the secret
   * @throws IllegalArgumentException if it is empty
   */
  public static SharedSecret of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "a RADIUS server needs a shared secret; an empty one protects nothing");
    }
    return new SharedSecret(text);
  }

  /** Whether it is short enough to be guessed. */
  boolean isWeak() {
    return weak;
  }

  /** The array itself, for computations in this package. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "SharedSecret[<redacted>]";
  }
}
