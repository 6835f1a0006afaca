/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthorizationPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Combines policies: rules with those of an application, a second factor with rules.
 *
 * <p>The policies are asked in their order, each only when the answers before leave it open, so
 * that one which prompts the user belongs behind those which do not. An exception ends the round,
 * which refuses. Combinations are policies themselves and thread-safe if their parts are.
 *
 * <p>A policy whose asynchronous answer is late does not hold a thread; what comes after it runs on
 * the executor, by default that of {@link CompletableFuture}. Cancelling the future of a
 * combination cancels the answer that it waits for.
 */
public final class Policies {

  private Policies() {}

  /**
   * The first that does not answer {@code NotApplicable} decides, an allowance as well as a denial.
   * If none does, the combination is not applicable either. The consent message is that of the
   * first which has one.
   *
   * @param policies at least one
   * @return the combination
   * @see RulePolicy.Builder#otherwiseNotApplicable()
   */
  public static AuthorizationPolicy firstOf(AuthorizationPolicy... policies) {
    return firstOf(defaultExecutor(), List.of(policies));
  }

  /**
   * As {@link #firstOf(AuthorizationPolicy...)}.
   *
   * @param executor runs what comes after a late answer; may block
   * @param policies at least one
   * @return the combination
   */
  public static AuthorizationPolicy firstOf(Executor executor, List<AuthorizationPolicy> policies) {
    return new FirstOf(policies, executor);
  }

  /**
   * All have to allow; the first other answer, a denial or {@code NotApplicable}, is that of the
   * combination, and those behind are not asked.
   *
   * <p>The strictest terms hold: every redirection that one of them switches off is off, the
   * shorter time-out counts, and the end of the session time reauthenticates only if all say so. A
   * reserved address is open only if all open it. Of attributes with one name the first stays. The
   * consent message is all texts in their order, each once, required if one of them is; if they are
   * too long together, the tunnel is refused.
   *
   * @param policies at least one
   * @return the combination
   */
  public static AuthorizationPolicy allOf(AuthorizationPolicy... policies) {
    return allOf(defaultExecutor(), List.of(policies));
  }

  /**
   * As {@link #allOf(AuthorizationPolicy...)}.
   *
   * @param executor runs what comes after a late answer; may block
   * @param policies at least one
   * @return the combination
   */
  public static AuthorizationPolicy allOf(Executor executor, List<AuthorizationPolicy> policies) {
    return new AllOf(policies, executor);
  }

  private static Executor defaultExecutor() {
    return new CompletableFuture<Void>().defaultExecutor();
  }
}
