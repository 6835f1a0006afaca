/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.channel.EventLoop;
import io.rdgateway.GatewayEvent;
import io.rdgateway.hook.HookCall;
import io.rdgateway.hook.HookFailure;
import io.rdgateway.hook.HookKind;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The chain of steps of one sign-in on one connection. A step that a challenge brought takes only
 * the next message under the same scheme; anything else starts over with the authenticator.
 * Failures of the hook are refusals. Belongs to the connection's event loop.
 */
public final class SignInSteps {
  private final Services services;
  private final EventLoop loop;
  private final @Nullable EndPointBinding binding;
  private @Nullable AuthenticationStep next;
  private @Nullable AuthScheme nextScheme;
  private @Nullable HookCall<AuthenticationResult> pending;

  /** A sign-in that has not begun. */
  public SignInSteps(Services services, EventLoop loop, @Nullable EndPointBinding binding) {
    this.services = services;
    this.loop = loop;
    this.binding = binding;
  }

  /**
   * Presents a credential.
   *
   * @param current who holds the tunnel that is to be reauthenticated
   * @param time how long the authenticator may take
   * @param answer takes the result; a failed hook is a rejection
   */
  public void present(
      Credential credential,
      ConnectionInfo connection,
      AuthenticationContext.Stage stage,
      Occasion occasion,
      @Nullable UserPrincipal current,
      Duration time,
      Consumer<AuthenticationResult> answer) {
    AuthenticationStep step = services.authenticator();
    if (next != null && credential.scheme().equals(nextScheme)) {
      step = next;
    } else {
      abandonStep();
    }
    next = null;
    AuthenticationStep chosen = step;
    AuthenticationContext context =
        new AuthenticationContext(
            connection, stage, occasion, binding, services.wallNow().plus(time), current);
    pending =
        services.call(
            HookKind.AUTHENTICATION,
            loop,
            time,
            () -> chosen.proceedAsync(credential, context),
            result -> answered(result, credential.scheme(), connection, stage, answer),
            failure -> answered(rejected(failure), credential.scheme(), connection, stage, answer));
  }

  private static AuthenticationResult rejected(HookFailure failure) {
    RejectReason reason =
        switch (failure.kind()) {
          case FAILED, NO_ANSWER -> RejectReason.HOOK_FAILED;
          case TIMED_OUT -> RejectReason.TIMED_OUT;
          case OVERLOADED -> RejectReason.OVERLOADED;
        };
    return AuthenticationResult.rejected(
        reason.because(failure.explanation(HookKind.AUTHENTICATION)));
  }

  private void answered(
      AuthenticationResult result,
      AuthScheme scheme,
      ConnectionInfo connection,
      AuthenticationContext.Stage stage,
      Consumer<AuthenticationResult> answer) {
    pending = null;
    if (result instanceof AuthenticationResult.Challenge challenge) {
      next = challenge.next();
      nextScheme = scheme;
    } else if (result instanceof AuthenticationResult.Accepted accepted) {
      services.emit(
          new GatewayEvent.SignedIn(services.wallNow(), connection, accepted.principal(), stage));
    } else if (result instanceof AuthenticationResult.Rejected rejected) {
      services.emit(
          new GatewayEvent.SignInRejected(
              services.wallNow(), connection, scheme, stage, rejected.reason()));
    }
    answer.accept(result);
  }

  /** The connection has ended. */
  public void close() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
    abandonStep();
  }

  private void abandonStep() {
    AuthenticationStep step = next;
    next = null;
    if (step != null) {
      // A hook, so it does not run here; when there is no room for it, the step is left to the
      // garbage collector.
      services.call(
          HookKind.AUTHENTICATION,
          loop,
          services.limits().signInTime(),
          () -> {
            step.abandon();
            return java.util.concurrent.CompletableFuture.completedFuture(true);
          },
          done -> {},
          failure -> {});
    }
  }
}
