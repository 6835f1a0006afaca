/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.concurrent.CompletableFuture;

/**
 * One step of a sign-in: takes what the client presented and says what follows.
 *
 * <p>Threads: called on a hook executor, and for one step never twice at the same time. An {@link
 * Authenticator}, which is the first step of every sign-in, is called from many threads at once.
 */
@FunctionalInterface
public interface AuthenticationStep {

  /**
   * Judges a credential. May block until {@link AuthenticationContext#deadline()}, after which the
   * thread is interrupted.
   *
   * @param credential what the client presented, always under a scheme that the authenticator
   *     offers
   * @param context where in the connection this happens
   * @return the outcome, never null
   * @throws Exception anything at all: a refusal with {@link RejectReason#HOOK_FAILED}
   */
  AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws Exception;

  /**
   * The form that core calls, on a hook executor. Override it where the answer comes by itself and
   * no thread should wait for it; core cancels the future when the client has gone or the deadline
   * has passed.
   *
   * @param credential what the client presented
   * @param context where in the connection this happens
   * @return the outcome to come
   */
  default CompletableFuture<AuthenticationResult> proceedAsync(
      Credential credential, AuthenticationContext context) {
    try {
      return CompletableFuture.completedFuture(proceed(credential, context));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Tells a step that came out of a {@link AuthenticationResult.Challenge} that it will not be used
   * any more.
   */
  default void abandon() {}
}
