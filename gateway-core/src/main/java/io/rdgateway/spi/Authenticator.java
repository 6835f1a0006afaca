/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Finds out who a client is. Implementations are thread-safe and hold no state of a connection: a
 * challenge carries it.
 */
public interface Authenticator extends AuthenticationStep {

  /**
   * The schemes that are offered, in this order. Read once per sign-in; may change between
   * sign-ins.
   *
   * @return at least one scheme
   */
  List<AuthScheme> schemes();

  /**
   * Whether principals of a scheme come from here, so that their review belongs here. It differs
   * from {@link #schemes()} where a scheme that is offered proves the user by another one, as
   * Negotiate does by Kerberos.
   *
   * @param scheme of a principal
   * @return whether the scheme is offered, unless overridden
   */
  default boolean reviews(AuthScheme scheme) {
    return schemes().contains(scheme);
  }

  /**
   * Looks whether a principal of a live tunnel still stands. Called by a review; must never prompt
   * the user.
   *
   * @param principal who signed in
   * @param blocking where blocking work belongs
   * @return unchanged unless overridden
   */
  default CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return CompletableFuture.completedFuture(new Revalidation.Unchanged());
  }
}
