/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.AccessScope;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** Makes tokens for the PAA cookie. Thread-safe. */
public final class TokenIssuer {
  private static final int ID_BYTES = 16;

  private final TokenKeys keys;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * An issuer.
   *
   * @param keys one of which can issue
   */
  public TokenIssuer(TokenKeys keys) {
    this(keys, Clock.systemUTC());
  }

  /**
   * An issuer with a clock.
   *
   * @param keys one of which can issue
   * @param clock gives the time of the issue
   */
  public TokenIssuer(TokenKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * A token and what it says.
   *
   * @param text at most 380 ASCII characters; a secret
   * @param claims what it says
   */
  public record Issued(String text, TokenClaims claims) {
    @Override
    public String toString() {
      return "Issued[" + claims + "]";
    }
  }

  /**
   * Makes a token.
   *
   * @param request what it is to say
   * @return a new one
   * @throws IllegalArgumentException if it would be longer than clients take
   * @throws IllegalStateException if no key can issue
   */
  public Issued issue(TokenRequest request) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    TokenKey key = keys.issuing();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    TokenClaims claims =
        new TokenClaims(
            Base64.getUrlEncoder().withoutPadding().encodeToString(id),
            key.id(),
            request.userId(),
            request.userName(),
            request.groups(),
            new AccessScope(request.targets(), request.clientAddress()),
            now,
            now.plusSeconds(request.openFor().toSeconds()),
            now.plusSeconds(request.sessionFor().toSeconds()));
    return new Issued(TokenText.write(claims, key), claims);
  }
}
