/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.rdgateway.CloseReason;
import io.rdgateway.Tunnel;
import io.rdgateway.hook.HookFailure;
import io.rdgateway.hook.HookKind;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tunnel.Refusals;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One look at a live tunnel: is the user still who she was, do the policies still allow the tunnel
 * and its channel? Ends the tunnel if not, with the reason. A hook that fails here refuses, as
 * everywhere.
 */
final class TunnelReview {
  private final Services services;
  private final TunnelSession session;
  private final LiveTunnel tunnel;
  private final Capabilities capabilities;
  private final int renewals;
  private final CompletableFuture<Boolean> kept = new CompletableFuture<>();

  private TunnelReview(Services services, TunnelSession session, Capabilities capabilities) {
    this.services = services;
    this.session = session;
    tunnel = session.tunnel();
    this.capabilities = capabilities;
    renewals = session.reauthentication().renewals();
  }

  /**
   * Starts a review on the tunnel's loop; the future tells whether the tunnel was kept, and never
   * fails.
   */
  static CompletableFuture<Boolean> start(
      Services services, TunnelSession session, Capabilities capabilities) {
    TunnelReview review = new TunnelReview(services, session, capabilities);
    review.revalidate(session.tunnel().principal());
    return review.kept;
  }

  private void revalidate(UserPrincipal principal) {
    services.call(
        HookKind.AUTHENTICATION,
        session.loop(),
        services.limits().signInTime(),
        () ->
            services
                .authenticator()
                .revalidate(principal, services.hooks().of(HookKind.AUTHENTICATION)),
        result -> revalidated(result, principal),
        failure -> end(failure, HookKind.AUTHENTICATION));
  }

  private void revalidated(Revalidation result, UserPrincipal principal) {
    if (result instanceof Revalidation.Revoked revoked) {
      end(CloseReason.Kind.REVOKED, revoked.reason().explanation());
    } else if (result instanceof Revalidation.Changed changed) {
      if (changed.principal().id().equals(principal.id())) {
        authorizeTunnel(changed.principal());
      } else {
        end(CloseReason.Kind.REVOKED, "the authenticator answered with another user");
      }
    } else {
      authorizeTunnel(principal);
    }
  }

  private void authorizeTunnel(UserPrincipal principal) {
    TunnelRequest request =
        new TunnelRequest(
            principal,
            tunnel.connection(),
            tunnel.clientName(),
            capabilities,
            Occasion.REVIEW,
            tunnel.grant());
    services.call(
        HookKind.CONNECTION_POLICY,
        session.loop(),
        services.limits().authorizationTime(),
        () -> services.policy().authorizeTunnelAsync(request),
        decision -> {
          if (decision instanceof Decision.Allow<TunnelGrant> allow) {
            authorizeChannel(principal, allow.grant());
          } else {
            end(CloseReason.Kind.NOT_AUTHORIZED, Refusals.reason(decision).explanation());
          }
        },
        failure -> end(failure, HookKind.CONNECTION_POLICY));
  }

  private void authorizeChannel(UserPrincipal principal, TunnelGrant grant) {
    Optional<Tunnel.Channel> channel = tunnel.channel();
    if (channel.isEmpty()) {
      keep(principal, grant);
      return;
    }
    Tunnel.Channel open = channel.get();
    ChannelRequest request =
        new ChannelRequest(
            principal,
            tunnel.connection(),
            open.requestedName(),
            open.target(),
            open.requestedPort(),
            Occasion.REVIEW);
    ChannelGuard.ask(
        services,
        session.loop(),
        request,
        decision -> {
          if (decision instanceof Decision.Allow<ChannelGrant>) {
            keep(principal, grant);
          } else {
            end(CloseReason.Kind.NOT_AUTHORIZED, Refusals.reason(decision).explanation());
          }
        });
  }

  private void keep(UserPrincipal principal, TunnelGrant grant) {
    session.revise(renewals, principal, grant);
    kept.complete(true);
  }

  private void end(HookFailure failure, HookKind hook) {
    end(CloseReason.Kind.NOT_AUTHORIZED, failure.explanation(hook));
  }

  private void end(CloseReason.Kind kind, String explanation) {
    tunnel.close(CloseReason.of(kind, "at a review: " + explanation));
    kept.complete(false);
  }
}
