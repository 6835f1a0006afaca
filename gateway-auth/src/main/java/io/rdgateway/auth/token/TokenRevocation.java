/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import java.time.Instant;

/**
 * Which tokens are no longer good: one, or all of a user or a key that were issued up to a time.
 *
 * @param kind what the name is of
 * @param name the id of a token, a user or a key
 * @param at when it was revoked; tokens of a user or a key that are issued later are good again.
 *     Issue times are those of the issuer's clock: name a later time if it may be ahead, by a
 *     minute at most
 */
public record TokenRevocation(Kind kind, String name, Instant at) {
  /** The longest name, in characters. */
  public static final int MAX_NAME = 255;

  /** What is revoked. */
  public enum Kind {
    /** One token. */
    TOKEN,
    /** All tokens of a user so far. */
    USER,
    /** All tokens of a key so far. */
    KEY
  }

  /** Checks the name. */
  public TokenRevocation {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException("what is revoked has a name of 1 to 255 characters");
    }
  }

  /**
   * Whether it covers a token.
   *
   * @param tokenId the token
   * @param userId its user
   * @param keyId its key
   * @param issuedAt when it was issued, in whole seconds
   * @return true if the token is no longer good
   */
  public boolean covers(String tokenId, String userId, String keyId, Instant issuedAt) {
    return switch (kind) {
      case TOKEN -> name.equals(tokenId);
      case USER -> name.equals(userId) && !issuedAt.isAfter(at);
      case KEY -> name.equals(keyId) && !issuedAt.isAfter(at);
    };
  }
}
