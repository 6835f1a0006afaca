/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.concurrent.CompletableFuture;

/**
 * Asks a user who has signed in for one more proof, over a way of its own: a push to a telephone, a
 * call, a page. Thread-safe; called on a hook executor.
 *
 * <p>It is no hook of the gateway by itself, but part of a connection policy, which asks it once
 * for each tunnel and after everything else: in {@code gateway-auth}, {@code SecondFactorPolicy}
 * joins it to a policy and takes care that a second half, a retry, a review never ask again.
 */
@FunctionalInterface
public interface SecondFactor {

  /**
   * Asks and waits for the user. May block until {@code Limits.authorizationTime()} is over, after
   * which the thread is interrupted; one that takes long should rather override {@link #askAsync}.
   *
   * @param request who opens a tunnel, and from where
   * @return the outcome, never null
   * @throws Exception anything at all: a refusal
   */
  FactorResult ask(TunnelRequest request) throws Exception;

  /**
   * The form that is called. Override it where the answer comes by itself; the future is cancelled
   * when nobody waits for it any more.
   *
   * @param request who opens a tunnel, and from where
   * @return the outcome to come
   */
  default CompletableFuture<FactorResult> askAsync(TunnelRequest request) {
    try {
      return CompletableFuture.completedFuture(ask(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
