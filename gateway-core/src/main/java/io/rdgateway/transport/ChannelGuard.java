/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport;

import io.netty.channel.EventLoop;
import io.rdgateway.hook.Hook;
import io.rdgateway.hook.HookCall;
import io.rdgateway.hook.HookKind;
import io.rdgateway.spi.AccessScope;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The resource policy, narrowed by what core refuses whatever a policy says: targets outside the
 * scope of the proof of identity, and reserved addresses. Away from the event loop, because the
 * second takes a look at the system's network interfaces.
 */
final class ChannelGuard implements Hook.Judged<Decision<ChannelGrant>> {
  private final Services services;
  private final ChannelRequest request;

  private ChannelGuard(Services services, ChannelRequest request) {
    this.services = services;
    this.request = request;
  }

  /**
   * Asks whether a user may reach a host.
   *
   * @param loop of the connection, where the answer goes
   * @param answer takes the decision; a failed hook is a denial
   */
  static HookCall<?> ask(
      Services services,
      EventLoop loop,
      ChannelRequest request,
      Consumer<Decision<ChannelGrant>> answer) {
    return services.call(
        HookKind.RESOURCE_POLICY,
        loop,
        services.limits().connectTime(),
        new ChannelGuard(services, request),
        answer,
        failure ->
            answer.accept(
                deny(DenyCode.HOOK_FAILED, "none", failure.explanation(HookKind.RESOURCE_POLICY))));
  }

  @Override
  public @Nullable CompletionStage<Decision<ChannelGrant>> call() {
    return services.policy().authorizeChannelAsync(request);
  }

  @Override
  public Decision<ChannelGrant> judge(Decision<ChannelGrant> decision) {
    if (!(decision instanceof Decision.Allow<ChannelGrant> allow)) {
      return decision;
    }
    AccessScope scope = request.principal().scope();
    if (scope != null && !scope.covers(request.requestedName(), request.port())) {
      return deny(
          DenyCode.NOT_AUTHORIZED,
          "scope",
          "the proof of identity does not cover " + request.requestedName() + ":" + request.port());
    }
    String reserved = services.settings().reserved().reason(request.target(), services.listeners());
    return reserved != null && !allow.grant().opensReservedAddress()
        ? deny(DenyCode.NOT_AUTHORIZED, "reserved-addresses", reserved)
        : decision;
  }

  private static Decision<ChannelGrant> deny(DenyCode code, String policy, String explanation) {
    return new Decision.Deny<>(new DenyReason(code, policy, explanation));
  }
}
