/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** RD CAP: who may open a tunnel, and under which terms. Thread-safe; called on a hook executor. */
@FunctionalInterface
public interface ConnectionPolicy {

  /**
   * Decides about a tunnel. May block until the deadline that {@code Limits} set, after which the
   * thread is interrupted.
   *
   * @param request who asks, from where, with what
   * @return the decision, never null
   * @throws Exception anything at all: a denial with {@link DenyCode#HOOK_FAILED}
   */
  Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) throws Exception;

  /**
   * The form that core calls, on a hook executor. Override it where the answer comes by itself, as
   * from a second factor; core cancels the future when the client has gone or the deadline has
   * passed.
   *
   * @param request who asks, from where, with what
   * @return the decision to come
   */
  default CompletableFuture<Decision<TunnelGrant>> authorizeTunnelAsync(TunnelRequest request) {
    try {
      return CompletableFuture.completedFuture(authorizeTunnel(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * The text that this user has to agree to. Asked before the client has stated its name.
   *
   * @param principal who signed in
   * @param connection the client's connection
   * @return none unless overridden
   * @throws Exception anything at all: the tunnel is refused
   */
  default Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection)
      throws Exception {
    return Optional.empty();
  }
}
