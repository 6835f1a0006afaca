/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.auth.factor.Mapped;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What a client's answers mean to somebody. */
final class Answers {
  private Answers() {}

  /**
   * Reads a reply, or the reason why there is none; cancelling the result ends the exchange.
   *
   * @param failed takes a failure whose message is one sentence for the administrator
   */
  static <T> CompletableFuture<T> of(
      CompletableFuture<Reply> answer, Function<Reply, T> read, Function<Exception, T> failed) {
    return Mapped.of(
        answer,
        read,
        error -> {
          if (error instanceof RadiusException none) {
            return failed.apply(none);
          }
          if (error instanceof IllegalArgumentException unfit) {
            return failed.apply(unfit);
          }
          throw new IllegalStateException("the RADIUS client failed", error);
        });
  }
}
