/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nothing over HTTP but the scheme's name; the cookie follows inside the tunnel. */
final class PaaCredentials implements ClientCredentials {
  /** As many UTF-16 units as the 16-bit length of the field can count, with the NUL. */
  private static final int MAX_LENGTH = 0xFFFF / 2 - 1;

  private final String token;

  PaaCredentials(String token) {
    if (token.isEmpty() || token.length() > MAX_LENGTH || token.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a PAA cookie has 1 to " + MAX_LENGTH + " characters and no NUL");
    }
    this.token = token;
  }

  @Override
  public ClientSignIn start(Target target) {
    return new ClientSignIn() {
      @Override
      public @Nullable String authorization(List<String> challenges) {
        return null;
      }

      @Override
      public String paaCookie() {
        return token;
      }
    };
  }

  @Override
  public String toString() {
    return "PAA[<redacted>]";
  }
}
