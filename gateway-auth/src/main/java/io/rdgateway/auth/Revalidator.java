/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** What can say whether a user who signed in earlier still stands. Thread-safe. */
public interface Revalidator {

  /**
   * Looks again at a user of a live tunnel; see {@link Authenticator#revalidate}.
   *
   * @param principal who signed in
   * @param blocking where blocking work belongs
   * @return unchanged unless overridden
   */
  default CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return CompletableFuture.completedFuture(new Revalidation.Unchanged());
  }
}
