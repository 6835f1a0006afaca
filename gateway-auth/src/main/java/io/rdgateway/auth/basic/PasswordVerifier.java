/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.basic;

import io.rdgateway.auth.Revalidator;
import io.rdgateway.spi.AuthenticationContext;

/**
 * Judges a name and a password: a user store, a directory, a RADIUS server. Thread-safe; called on
 * a hook executor.
 */
@FunctionalInterface
public interface PasswordVerifier extends Revalidator {

  /**
   * Judges a password. May block until {@link AuthenticationContext#deadline()}. An unknown user
   * should take as long as a wrong password, or the clock tells which names exist.
   *
   * @param userName as typed: {@code user}, {@code DOMAIN\\user} or {@code user@domain}; never
   *     empty, without control characters
   * @param password as typed; never empty, without control characters
   * @param context where in the connection this happens
   * @return the outcome, never null
   * @throws Exception anything at all: a refusal
   */
  PasswordOutcome verify(String userName, String password, AuthenticationContext context)
      throws Exception;
}
