/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.channel.EventLoop;
import io.rdgateway.hook.HookCall;
import io.rdgateway.hook.HookFailure;
import io.rdgateway.hook.HookKind;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the machine of a tunnel asks the application, one question at a time: each runs on its
 * hook's executor under a deadline, and its answer goes to the machine on the tunnel's loop. A hook
 * that fails, is late or answers null has refused. Belongs to the loop.
 */
final class TunnelHooks {
  private final Services services;
  private final TunnelSession session;
  private final EventLoop loop;
  private final ConnectionInfo connection;
  private final SignInSteps signIn;
  private @Nullable HookCall<?> pending;

  TunnelHooks(Services services, TunnelSession session, TunnelSession.Opening opening) {
    this.services = services;
    this.session = session;
    loop = session.loop();
    connection = opening.connection();
    signIn = new SignInSteps(services, loop, opening.binding());
  }

  /** How a client may sign in within the tunnel. */
  ExtendedAuth extendedAuth() {
    ExtendedAuth offered = ExtendedAuth.NONE;
    for (AuthScheme scheme : services.authenticator().schemes()) {
      if (scheme.equals(AuthScheme.PAA)) {
        offered = offered.with(ExtendedAuth.PAA);
      } else if (scheme.equals(AuthScheme.SSPI_NTLM)) {
        offered = offered.with(ExtendedAuth.SSPI_NTLM);
      }
    }
    return offered;
  }

  /** Presents a credential; {@code holder} has the tunnel that is to be reauthenticated. */
  void authenticate(
      Credential credential,
      AuthenticationContext.Stage stage,
      Occasion occasion,
      @Nullable UserPrincipal holder) {
    signIn.present(
        credential,
        connection,
        stage,
        occasion,
        holder,
        services.limits().signInTime(),
        result -> session.answered((machine, now) -> machine.authenticated(result, now)));
  }

  void askConsent(UserPrincipal who) {
    pending =
        services.call(
            HookKind.CONNECTION_POLICY,
            loop,
            services.limits().authorizationTime(),
            () -> CompletableFuture.completedFuture(services.policy().consent(who, connection)),
            message -> answered((machine, now) -> machine.consent(message, now)),
            failure -> answered((machine, now) -> machine.consentFailed(denial(failure), now)));
  }

  void authorize(TunnelRequest request) {
    pending =
        services.call(
            HookKind.CONNECTION_POLICY,
            loop,
            services.limits().authorizationTime(),
            () -> services.policy().authorizeTunnelAsync(request),
            decision -> answered((machine, now) -> machine.authorized(decision, now)),
            failure ->
                answered(
                    (machine, now) ->
                        machine.authorized(new Decision.Deny<>(denial(failure)), now)));
  }

  private void answered(TunnelSession.Input input) {
    pending = null;
    session.answered(input);
  }

  private static DenyReason denial(HookFailure failure) {
    return new DenyReason(
        DenyCode.HOOK_FAILED, "none", failure.explanation(HookKind.CONNECTION_POLICY));
  }

  /** The tunnel has ended: no answer comes any more. */
  void close() {
    signIn.close();
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
  }
}
