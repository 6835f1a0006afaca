/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a {@link TokenIssuer}, which anybody may be handed in an {@code .rdp} file.
 *
 * <p>A token opens one tunnel. Within the reconnect window after that it opens the same again, for
 * clients that lost their network; outside of it, another use is refused. It reauthenticates the
 * tunnel that it opened as long as that may last. A review ends the tunnels of tokens that are
 * revoked, whose key was removed, or whose user is gone. Thread-safe.
 */
public final class PaaTokens implements AccessTokens {
  /** How far the clocks of issuer and gateways may differ. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private static final Duration MAX_WINDOW = Duration.ofDays(1);
  private static final String KEY_ID = "token-key";
  private static final String ISSUED_AT = "token-issued-at";

  private static final RejectReason EXPIRED =
      new RejectReason("token-expired", "the token has expired");
  private static final RejectReason EARLY =
      new RejectReason(
          "token-not-yet-valid", "the token was issued in the future; set the clocks right");
  private static final RejectReason USED =
      new RejectReason("token-used", "the token has been used before");
  private static final RejectReason REVOKED =
      new RejectReason("token-revoked", "the token has been revoked");
  private static final RejectReason OTHER_ADDRESS =
      new RejectReason("token-other-address", "the token is for another address of the client");
  private static final RejectReason USER_GONE =
      new RejectReason("token-user-gone", "the user of the token may not sign in any more");

  private final TokenKeys keys;
  private final TokenMemory memory;
  private final Duration reconnectWindow;
  private final @Nullable TokenUsers users;
  private final InstantSource clock;

  private PaaTokens(
      TokenKeys keys,
      TokenMemory memory,
      Duration reconnectWindow,
      @Nullable TokenUsers users,
      InstantSource clock) {
    this.keys = keys;
    this.memory = memory;
    this.reconnectWindow = reconnectWindow;
    this.users = users;
    this.clock = clock;
  }

  /**
   * Tokens that are good for one use, without a reconnect window.
   *
   * @param keys by which they are verified
   * @param memory of used and revoked ones
   */
  public PaaTokens(TokenKeys keys, TokenMemory memory) {
    this(keys, memory, Duration.ZERO, null, Clock.systemUTC());
  }

  /**
   * The same with a reconnect window. Within it the token opens tunnels for whoever has it, from
   * other addresses as well, since a client that lost its network may come back from another one; a
   * token for one address stays with it.
   *
   * @param window from the first use; zero to a day
   * @return another object with the same keys and memory
   */
  public PaaTokens withReconnectWindow(Duration window) {
    if (window.isNegative() || window.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException("the reconnect window is zero to a day, not " + window);
    }
    return new PaaTokens(keys, memory, window, users, clock);
  }

  /**
   * The same with the groups, attributes and existence of users from elsewhere; what the token says
   * of groups is then left out.
   *
   * @param lookup asked at each sign-in and review
   * @return another object with the same keys and memory
   */
  public PaaTokens withUsers(TokenUsers lookup) {
    return new PaaTokens(keys, memory, reconnectWindow, lookup, clock);
  }

  /**
   * The same with another clock.
   *
   * @param time gives the time of sign-ins
   * @return another object with the same keys and memory
   */
  public PaaTokens withClock(InstantSource time) {
    return new PaaTokens(keys, memory, reconnectWindow, users, time);
  }

  @Override
  public String name() {
    return "paa";
  }

  @Override
  public boolean recognises(String token) {
    return TokenText.isOurs(token);
  }

  /**
   * Reads a token without using it. For administrators: it may be used, revoked or expired.
   *
   * @param token its text
   * @return what it says; empty if it is malformed or its signature does not hold
   */
  public Optional<TokenClaims> inspect(String token) {
    return Optional.ofNullable(TokenText.read(token, keys).claims());
  }

  @Override
  public AuthenticationResult judge(Credential.AccessToken token, AuthenticationContext context)
      throws Exception {
    TokenText.Read read = TokenText.read(token.token(), keys);
    TokenClaims claims = read.claims();
    if (claims == null) {
      return rejected(read.refusal() == null ? TokenText.MALFORMED : read.refusal());
    }
    Instant now = clock.instant();
    RejectReason refusal = refusal(claims, context, now);
    if (refusal != null) {
      return rejected(refusal, claims);
    }
    Identity identity = identity(claims);
    if (identity == null) {
      return rejected(USER_GONE, claims);
    }
    // Last, so that no refusal and no failed lookup spends the token.
    refusal = reauthenticatesItsTunnel(claims, context) ? null : use(claims, now);
    if (refusal != null) {
      return rejected(refusal, claims);
    }
    return AuthenticationResult.accepted(principal(claims, identity, token, now));
  }

  private @Nullable RejectReason refusal(
      TokenClaims claims, AuthenticationContext context, Instant now) throws TokenMemoryException {
    if (claims.issuedAt().isAfter(now.plus(SKEW))) {
      return EARLY;
    }
    if (!now.isBefore(claims.sessionUntil())) {
      return EXPIRED;
    }
    if (memory.isRevoked(claims.id(), claims.userId(), claims.keyId(), claims.issuedAt())) {
      return REVOKED;
    }
    InetAddress only = claims.scope().clientAddress();
    return only != null && !only.equals(context.connection().clientAddress().getAddress())
        ? OTHER_ADDRESS
        : null;
  }

  private static boolean reauthenticatesItsTunnel(
      TokenClaims claims, AuthenticationContext context) {
    UserPrincipal current = context.current();
    return context.occasion() == Occasion.REAUTHENTICATION
        && current != null
        && current.id().equals(claims.userId())
        && current.attributes().getOrDefault(ID, List.of()).equals(List.of(claims.id()));
  }

  /** Notes the use, or says why there is no further one. */
  private @Nullable RejectReason use(TokenClaims claims, Instant now) throws TokenMemoryException {
    boolean canBeFirst = now.isBefore(claims.openUntil());
    Optional<Instant> before;
    if (canBeFirst) {
      Instant windowEnd = now.plus(reconnectWindow);
      Instant lastUse = windowEnd.isAfter(claims.openUntil()) ? windowEnd : claims.openUntil();
      // Longer by the skew: to a clock that is set back, or another gateway's, it opens still.
      before = memory.noteUse(claims.id(), now, lastUse.plus(SKEW));
    } else {
      before = memory.firstUse(claims.id());
    }
    if (before.isEmpty()) {
      return canBeFirst ? null : EXPIRED;
    }
    return now.isBefore(before.get().plus(reconnectWindow)) ? null : canBeFirst ? USED : EXPIRED;
  }

  private @Nullable Identity identity(TokenClaims claims) throws Exception {
    if (users == null) {
      return Identity.of(claims.userId(), claims.userName(), claims.groups());
    }
    return users.find(claims.userId()).filter(one -> one.id().equals(claims.userId())).orElse(null);
  }

  private UserPrincipal principal(
      TokenClaims claims, Identity identity, Credential.AccessToken token, Instant now) {
    Map<String, List<String>> attributes = new TreeMap<>(identity.attributes());
    attributes.put(KIND, List.of(name()));
    attributes.put(ID, List.of(claims.id()));
    attributes.put(KEY_ID, List.of(claims.keyId()));
    attributes.put(ISSUED_AT, List.of(claims.issuedAt().toString()));
    Instant end = identity.validUntil();
    return new UserPrincipal(
        claims.userId(),
        identity.name(),
        identity.groups(),
        attributes,
        token.scheme(),
        now,
        end == null || end.isAfter(claims.sessionUntil()) ? claims.sessionUntil() : end,
        claims.scope());
  }

  @Override
  public Revalidation revalidate(UserPrincipal principal) throws Exception {
    String id = attribute(principal, ID);
    String keyId = attribute(principal, KEY_ID);
    Instant issuedAt;
    try {
      issuedAt = Instant.parse(attribute(principal, ISSUED_AT));
    } catch (DateTimeException e) {
      return new Revalidation.Revoked(TokenText.MALFORMED);
    }
    if (keys.find(keyId).isEmpty()) {
      return new Revalidation.Revoked(TokenText.UNKNOWN_KEY);
    }
    if (memory.isRevoked(id, principal.id(), keyId, issuedAt)) {
      return new Revalidation.Revoked(REVOKED);
    }
    if (users == null) {
      return new Revalidation.Unchanged();
    }
    Optional<Identity> found =
        users.find(principal.id()).filter(one -> one.id().equals(principal.id()));
    if (found.isEmpty()) {
      return new Revalidation.Revoked(USER_GONE);
    }
    Map<String, List<String>> attributes = new TreeMap<>(found.get().attributes());
    for (String own : List.of(KIND, ID, KEY_ID, ISSUED_AT)) {
      attributes.put(own, List.of(attribute(principal, own)));
    }
    Identity current =
        new Identity(
            principal.id(),
            found.get().name(),
            found.get().groups(),
            attributes,
            earlier(found.get().validUntil(), principal.validUntil()));
    return current.compareWith(principal);
  }

  private static @Nullable Instant earlier(@Nullable Instant account, @Nullable Instant proof) {
    return account == null || (proof != null && proof.isBefore(account)) ? proof : account;
  }

  private static String attribute(UserPrincipal principal, String name) {
    List<String> values = principal.attributes().getOrDefault(name, List.of());
    return values.size() == 1 ? values.get(0) : "";
  }

  private static AuthenticationResult rejected(RejectReason reason) {
    return AuthenticationResult.rejected(reason);
  }

  /** Names the token, so that the refusal can be followed to its issue. */
  private static AuthenticationResult rejected(RejectReason reason, TokenClaims claims) {
    return AuthenticationResult.rejected(
        reason.because(reason.explanation() + " (token " + claims.id() + ")"));
  }
}
