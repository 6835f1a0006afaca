/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import io.rdgateway.auth.Identity;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * JSON Web Tokens of one issuer (RFC 7519, RFC 8725), as Bearer and as the PAA cookie. They are
 * good for any number of uses until they expire, as their issuers mean them.
 *
 * <p>Taken are tokens signed by RSA or an elliptic curve (RS256 to RS512, PS256 to PS512, ES256 to
 * ES512) with a key that the issuer publishes and the token names. Keys in the token itself and
 * addresses of keys are never used. Thread-safe.
 */
public final class JwtTokens implements AccessTokens {
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration FETCH = Duration.ofSeconds(5);
  private static final Duration MAX_SESSION = Duration.ofDays(31);

  private static final RejectReason REVOKED =
      new RejectReason("token-revoked", "the application has revoked the token");

  private final String issuer;
  private final String audience;
  private final JwksSource keys;
  private final JwtClaims mapping;
  private final Duration afterExpiry;
  private final Predicate<UserPrincipal> stands;
  private final InstantSource clock;

  private JwtTokens(
      String issuer,
      String audience,
      JwksSource keys,
      JwtClaims mapping,
      Duration afterExpiry,
      Predicate<UserPrincipal> stands,
      InstantSource clock) {
    this.issuer = issuer;
    this.audience = audience;
    this.keys = keys;
    this.mapping = mapping;
    this.afterExpiry = afterExpiry;
    this.stands = stands;
    this.clock = clock;
  }

  /**
   * Tokens of an issuer.
   *
   * @param issuer as in the claim {@code iss}, compared exactly
   * @param audience has to be in the claim {@code aud}: this gateway, not just any service
   * @param keys where the issuer publishes its JWK set; https
   * @param mapping which claims become what
   * @return tunnels end when their token expires
   */
  public static JwtTokens of(String issuer, String audience, URI keys, JwtClaims mapping) {
    if (issuer.isEmpty() || audience.isEmpty()) {
      throw new IllegalArgumentException("tokens need an issuer and an audience");
    }
    return new JwtTokens(
        issuer,
        audience,
        new JwksSource(new JwksDownload(keys, FETCH)),
        mapping,
        Duration.ZERO,
        principal -> true,
        Clock.systemUTC());
  }

  /**
   * The same with tunnels that outlive their token, for issuers whose tokens live minutes.
   *
   * @param longer zero to 31 days
   * @return another object with the same keys
   */
  public JwtTokens withSessionsAfterExpiry(Duration longer) {
    if (longer.isNegative() || longer.compareTo(MAX_SESSION) > 0) {
      throw new IllegalArgumentException("a tunnel outlives its token by at most 31 days");
    }
    return new JwtTokens(issuer, audience, keys, mapping, longer, stands, clock);
  }

  /**
   * The same with revocation: a principal of which the application says so is refused, and a review
   * ends its tunnels.
   *
   * @param stillStands false to revoke; may block
   * @return another object with the same keys
   */
  public JwtTokens withRevocation(Predicate<UserPrincipal> stillStands) {
    return new JwtTokens(issuer, audience, keys, mapping, afterExpiry, stillStands, clock);
  }

  /**
   * The same with another clock.
   *
   * @param time gives the time of sign-ins
   * @return another object with the same keys
   */
  public JwtTokens withClock(InstantSource time) {
    return new JwtTokens(issuer, audience, keys, mapping, afterExpiry, stands, time);
  }

  @Override
  public String name() {
    return "jwt " + issuer;
  }

  @Override
  public boolean recognises(String token) {
    // The base64url of the JSON object that a header is.
    return token.startsWith("eyJ");
  }

  @Override
  public AuthenticationResult judge(Credential.AccessToken token, AuthenticationContext context)
      throws InterruptedException {
    Instant now = clock.instant();
    try {
      JWTClaimsSet claims = JwtSignature.verified(token.token(), keys, now);
      UserPrincipal principal = principal(claims, token, now);
      return stands.test(principal)
          ? AuthenticationResult.accepted(principal)
          : AuthenticationResult.rejected(REVOKED);
    } catch (JwtException e) {
      return AuthenticationResult.rejected(e.reason());
    }
  }

  private UserPrincipal principal(JWTClaimsSet claims, Credential.AccessToken token, Instant now)
      throws JwtException {
    if (!issuer.equals(claims.getIssuer())) {
      throw refused("token-wrong-issuer", "the token is of another issuer");
    }
    if (!claims.getAudience().contains(audience)) {
      throw refused("token-wrong-audience", "the token is meant for another service");
    }
    Date expiry = claims.getExpirationTime();
    if (expiry == null || !now.isBefore(expiry.toInstant())) {
      throw refused("token-expired", "the token has expired, or never does");
    }
    for (Date begin : new Date[] {claims.getNotBeforeTime(), claims.getIssueTime()}) {
      if (begin != null && begin.toInstant().isAfter(now.plus(SKEW))) {
        throw refused("token-not-yet-valid", "the token is not valid yet; set the clocks right");
      }
    }
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty() || subject.chars().anyMatch(Character::isISOControl)) {
      throw refused("token-without-subject", "the token names no subject");
    }
    try {
      Identity identity = mapping.identity(issuer, subject, claims.getClaims());
      Map<String, List<String>> attributes = new TreeMap<>(identity.attributes());
      attributes.put(KIND, List.of(name()));
      String id = claims.getJWTID();
      if (id != null) {
        attributes.put(ID, List.of(id));
      }
      return new UserPrincipal(
          identity.id(),
          identity.name(),
          identity.groups(),
          attributes,
          token.scheme(),
          now,
          expiry.toInstant().plus(afterExpiry),
          mapping.scope(claims.getClaims()));
    } catch (IllegalArgumentException e) {
      throw refused("token-bad-claim", String.valueOf(e.getMessage()));
    }
  }

  private static JwtException refused(String code, String explanation) {
    return new JwtException(new RejectReason(code, explanation));
  }

  @Override
  public Revalidation revalidate(UserPrincipal principal) {
    return stands.test(principal)
        ? new Revalidation.Unchanged()
        : new Revalidation.Revoked(REVOKED);
  }
}
