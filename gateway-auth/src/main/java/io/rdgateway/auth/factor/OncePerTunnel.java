/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.factor;

import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A connection policy that prompts the user, asked once for each tunnel.
 *
 * <p>Requests of one user from one address with one client's name share a prompt that is out, and a
 * permission serves one more time within a window, for a client that reconnects by itself; one who
 * has signed in by another scheme, or with other groups or attributes, is asked. A review never
 * asks and keeps the tunnel's grant; so does a reauthentication unless it is told to ask. Nothing
 * of a denial is kept.
 */
public final class OncePerTunnel implements ConnectionPolicy {
  /** The window that is used unless another is named. */
  public static final Duration DEFAULT_WINDOW = Duration.ofSeconds(60);

  private final ConnectionPolicy policy;
  private final boolean asksAtReauthentication;
  private final SharedPrompts<TunnelKey, Decision<TunnelGrant>> prompts;

  /**
   * With the system's clock.
   *
   * @param policy prompts the user
   * @param window within which a permission serves once more; zero for never; at most 15 minutes
   * @param asksAtReauthentication whether the user is prompted again when the session time is over
   */
  public OncePerTunnel(ConnectionPolicy policy, Duration window, boolean asksAtReauthentication) {
    this(policy, window, asksAtReauthentication, Clock.systemUTC());
  }

  /**
   * With a clock.
   *
   * @param policy prompts the user
   * @param window within which a permission serves once more; zero for never; at most 15 minutes
   * @param asksAtReauthentication whether the user is prompted again when the session time is over
   * @param clock measures the window
   * @throws IllegalArgumentException if the window is out of range
   */
  public OncePerTunnel(
      ConnectionPolicy policy,
      Duration window,
      boolean asksAtReauthentication,
      InstantSource clock) {
    this.policy = policy;
    this.asksAtReauthentication = asksAtReauthentication;
    prompts = new SharedPrompts<>(window, Decision.Allow.class::isInstance, clock);
  }

  @Override
  public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) throws Exception {
    return Mapped.await(authorizeTunnelAsync(request));
  }

  @Override
  public CompletableFuture<Decision<TunnelGrant>> authorizeTunnelAsync(TunnelRequest request) {
    if (!prompts(request.occasion(), asksAtReauthentication)) {
      return CompletableFuture.completedFuture(unchanged(request));
    }
    return prompts.ask(TunnelKey.of(request), () -> policy.authorizeTunnelAsync(request));
  }

  /** Whether a user may be asked now. */
  static boolean prompts(Occasion occasion, boolean atReauthentication) {
    return switch (occasion) {
      case OPEN -> true;
      case REAUTHENTICATION -> atReauthentication;
      case SECOND_HALF, REVIEW -> false;
    };
  }

  private static Decision<TunnelGrant> unchanged(TunnelRequest request) {
    TunnelGrant current = request.currentGrant();
    return current == null
        ? new Decision.Deny<>(
            new DenyReason(
                DenyCode.NOT_AUTHORIZED,
                "once-per-tunnel",
                "there is no tunnel whose permission could be kept, and nobody may be asked now"))
        : new Decision.Allow<>(current, "as before");
  }

  @Override
  public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection)
      throws Exception {
    return policy.consent(principal, connection);
  }
}
