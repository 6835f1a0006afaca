/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.concurrent.CompletableFuture;

/** RD RAP: which hosts and ports a user may reach. Thread-safe; called on a hook executor. */
@FunctionalInterface
public interface ResourcePolicy {

  /**
   * Decides about one resolved target. May block until the deadline that {@code Limits} set, after
   * which the thread is interrupted.
   *
   * @param request who asks for what
   * @return the decision, never null
   * @throws Exception anything at all: a denial with {@link DenyCode#HOOK_FAILED}
   */
  Decision<ChannelGrant> authorizeChannel(ChannelRequest request) throws Exception;

  /**
   * The form that core calls, on a hook executor. Override it where the answer comes by itself;
   * core cancels the future when the client has gone or the deadline has passed.
   *
   * @param request who asks for what
   * @return the decision to come
   */
  default CompletableFuture<Decision<ChannelGrant>> authorizeChannelAsync(ChannelRequest request) {
    try {
      return CompletableFuture.completedFuture(authorizeChannel(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
